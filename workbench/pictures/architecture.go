package main

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
)

// The columns of the picture, from left to right: clients and groups, which are in the VPC; what a group publishes;
// what the groups share.
const (
	clientX, clientWidth = 44, 190
	groupX, groupWidth   = 340, 410
	outputX, outputWidth = 850, 350
	sharedX, sharedWidth = 1260, 260
	vpcX, vpcWidth       = 20, 780
	pictureWidth         = 1540
	firstRow             = 134

	lineHeight, nodeHeight, gap = 18, 44, 16
	maxShards                   = 4
	lineLength                  = 52
)

const (
	green, blue, red, purple = "#15803d", "#2563eb", "#b91c1c", "#7e22ce"
	pink, orange, grey, ink  = "#be185d", "#c2410c", "#64748b", "#0f172a"
)

// architectureSVG draws the resources of a stack; an arrow is a reference.
func architectureSVG(s stack) []byte {
	r := s.resources
	var body bytes.Buffer
	y := firstRow
	var alarms []int
	for _, name := range r.names("aws_elasticache_replication_group") {
		bottom, alarm := drawGroup(&body, r, name, y)
		if alarm > 0 {
			alarms = append(alarms, alarm)
		}
		y = bottom + 2*gap
	}
	y = max(y, drawShared(&body, r, alarms)) + gap

	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" `+
		`font-family="Helvetica, Arial, sans-serif">`+"\n", pictureWidth, y)
	fmt.Fprintf(&svg, "<title>The resources of the stack %s</title>\n", html.EscapeString(s.name))
	fmt.Fprintln(&svg, `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" `+
		`orient="auto"><path d="M0 0L8 4L0 8z" fill="`+grey+`"/></marker></defs>`)
	fmt.Fprintln(&svg, `<rect width="100%" height="100%" fill="#fff"/>`)
	label(&svg, vpcX, 42, 24, ink, s.name)
	label(&svg, vpcX, 64, 13, grey, fmt.Sprintf(
		"%d resources in %s. Arrows: who connects, what is published, who is told.", r.count(), s.region))
	drawFrame(&svg, vpcX, firstRow-48, vpcWidth, y-firstRow+48-gap, green, strings.TrimSpace("VPC "+vpc(r)))
	svg.Write(body.Bytes())
	svg.WriteString("</svg>\n")
	return svg.Bytes()
}

// vpc is the VPC that the security groups name, one for all; "" where none does.
func vpc(r resources) string {
	for _, group := range r["aws_security_group"] {
		return plain(group.text("vpc_id"))
	}
	return ""
}

// drawGroup draws a replication group from y on, between its clients and what it publishes. It returns where the
// picture goes on, and the height of the alarms; 0 where it has none.
func drawGroup(svg *bytes.Buffer, r resources, name string, y int) (bottom, alarms int) {
	group := r["aws_elasticache_replication_group"][name]
	id := group.text("replication_group_id")
	groupBottom := drawCard(svg, groupX, y+60, groupWidth, blue, id, groupFacts(r, group))
	groupBottom = drawNodes(svg, group, groupBottom)
	security, own := "security groups "+plain(group.text("security_group_ids")), r.referred("aws_security_group", group)
	for _, name := range own {
		security = "security group " + r["aws_security_group"][name].text("name")
	}
	drawFrame(svg, groupX-gap, y+30, groupWidth+2*gap, groupBottom-y-30+gap, red, security)
	for _, name := range own {
		drawClients(svg, r, "aws_security_group."+name, y+90)
	}
	subnets := "cache subnet group " + plain(group.text("subnet_group_name"))
	for _, name := range r.referred("aws_elasticache_subnet_group", group) {
		subnets = "private subnets " + plain(r["aws_elasticache_subnet_group"][name].text("subnet_ids"))
	}
	drawFrame(svg, groupX-2*gap, y, groupWidth+4*gap, groupBottom-y+2*gap, green, subnets)
	outputsBottom := y
	for _, output := range groupOutputs(r, name, group) {
		if output.title == "CloudWatch alarms" {
			alarms = outputsBottom + 28
		}
		drawArrow(svg, groupX+groupWidth+gap, y+90, outputX-28, outputsBottom+28, outputX)
		outputsBottom = drawCard(svg, outputX, outputsBottom, outputWidth, output.colour, output.title, output.lines) + gap
	}
	return max(groupBottom+2*gap, outputsBottom-gap), alarms
}

func groupFacts(r resources, group resource) []string {
	mode := "cluster mode disabled"
	if shards := group.number("num_node_groups"); shards > 0 {
		mode = "cluster mode enabled"
	}
	facts := []string{strings.Join([]string{
		group.text("node_type"), group.text("engine") + " " + group.text("engine_version"), mode}, ", ")}
	var high []string
	for _, argument := range []string{"multi_az_enabled", "automatic_failover_enabled"} {
		if group[argument] == true {
			high = append(high, strings.ReplaceAll(strings.TrimSuffix(argument, "_enabled"), "_", " "))
		}
	}
	if high != nil {
		facts = append(facts, strings.ReplaceAll(strings.Join(high, ", "), "multi az", "Multi-AZ"))
	}
	var safe []string
	if group.text("at_rest_encryption_enabled") == "true" {
		safe = append(safe, "encrypted at rest")
	}
	if group.text("transit_encryption_enabled") == "true" {
		safe = append(safe, "TLS "+group.text("transit_encryption_mode"))
	}
	if group["auth_token"] != nil {
		safe = append(safe, "AUTH token")
	}
	facts = append(facts, strings.Join(safe, ", "), snapshots(group))
	for _, name := range r.referred("aws_elasticache_parameter_group", group) {
		var parameters []string
		for _, p := range r["aws_elasticache_parameter_group"][name].blocks("parameter") {
			parameters = append(parameters, p.text("name")+" "+p.text("value"))
		}
		facts = append(facts, wrap(parameters)...)
	}
	if lifecycle, _ := group["lifecycle"].(map[string]any); lifecycle["prevent_destroy"] == true {
		facts = append(facts, "protected: Terraform refuses to destroy or replace it")
	}
	return facts
}

func snapshots(group resource) string {
	if days := group.number("snapshot_retention_limit"); days > 0 {
		return fmt.Sprintf("snapshots daily, kept %d days", days)
	}
	return "no snapshots"
}

// drawNodes draws shards below each other, and the nodes of a shard beside each other.
func drawNodes(svg *bytes.Buffer, group resource, y int) (bottom int) {
	shards, nodes := max(1, group.number("num_node_groups")), group.number("num_cache_clusters")
	if nodes == 0 {
		nodes = 1 + group.number("replicas_per_node_group")
	}
	width := min(150, (groupWidth-4*gap-70)/nodes)
	for shard := range min(shards, maxShards) {
		y += gap
		label(svg, groupX+gap, y+27, 12, grey, fmt.Sprintf("shard %d", shard+1))
		for node := range nodes {
			x, role := groupX+gap+70+node*(width+8), "replica"
			if node == 0 {
				role = "primary"
			}
			fmt.Fprintf(svg, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="#eff6ff" stroke="%s"/>`+"\n",
				x, y, width, nodeHeight, blue)
			if width < 100 { // no room for the node type, which the group's card has too
				label(svg, x+4, y+27, 11, ink, role)
				continue
			}
			label(svg, x+10, y+19, 12, ink, role)
			label(svg, x+10, y+35, 11, grey, group.text("node_type"))
		}
		y += nodeHeight
	}
	if shards > maxShards {
		y += gap + lineHeight
		label(svg, groupX+gap, y, 12, grey, fmt.Sprintf("and %d more shards", shards-maxShards))
	}
	return y + gap
}

// drawClients draws who the security group lets in.
func drawClients(svg *bytes.Buffer, r resources, securityGroup string, y int) {
	for _, name := range r.referring("aws_vpc_security_group_ingress_rule", securityGroup) {
		rule := r["aws_vpc_security_group_ingress_rule"][name]
		client := strings.TrimPrefix(rule.text("description"), "Redis from ")
		facts := []string{"security group", plain(rule.text("referenced_security_group_id"))}
		bottom := drawCard(svg, clientX, y-28, clientWidth, orange, client, facts)
		drawArrow(svg, clientX+clientWidth, y, clientX+clientWidth, y, groupX-gap)
		port := fmt.Sprintf("%s %d", rule.text("ip_protocol"), rule.number("from_port"))
		label(svg, clientX+clientWidth+8, y-7, 11, grey, port)
		y = bottom + gap + 28
	}
}

// output is a card of what a group publishes; it has lines.
type output struct {
	colour, title string
	lines         []string
}

func groupOutputs(r resources, name string, group resource) []output {
	address := "aws_elasticache_replication_group." + name
	folders := map[string][]string{}
	for _, parameter := range r.referring("aws_ssm_parameter", address) {
		folder, base := path.Split(r["aws_ssm_parameter"][parameter].text("name"))
		folders[folder] = append(folders[folder], base)
	}
	var parameters []string
	for _, folder := range sortedKeys(folders) {
		slices.Sort(folders[folder])
		parameters = append(append(parameters, folder), wrap(folders[folder])...)
	}
	var logs []string
	for _, log := range r.referred("aws_cloudwatch_log_group", group) {
		logs = append(logs, r["aws_cloudwatch_log_group"][log].text("name"))
	}
	alarms := r.referring("aws_cloudwatch_metric_alarm", address)
	var lines []string
	if len(alarms) > 0 {
		lines = append(lines, counted(len(alarms), "aws_cloudwatch_metric_alarm"))
	}
	for _, name := range r.names("aws_cloudwatch_composite_alarm") {
		composite := r["aws_cloudwatch_composite_alarm"][name]
		watched := r.referred("aws_cloudwatch_metric_alarm", composite)
		if len(watched) > 0 && slices.Contains(alarms, watched[0]) {
			lines = append(lines, fmt.Sprintf("%s, of %d of them", composite.text("alarm_name"), len(watched)))
		}
	}
	return slices.DeleteFunc([]output{
		{purple, "SSM parameters", parameters}, {pink, "CloudWatch logs", logs}, {pink, "CloudWatch alarms", lines},
	}, func(o output) bool { return o.lines == nil })
}

// drawShared draws what the groups share: the topics, which the alarms at the given heights tell, the dashboard and the
// key.
func drawShared(svg *bytes.Buffer, r resources, alarms []int) (bottom int) {
	tell := []string{"aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "aws_elasticache_replication_group"}
	y := firstRow
	for _, name := range r.names("aws_sns_topic") {
		lines := []string{"SNS topic"}
		for _, kind := range tell {
			if n := tellers(r, kind, name); n > 0 {
				lines = append(lines, "hears "+counted(n, kind))
			}
		}
		for _, subscription := range r.referring("aws_sns_topic_subscription", "aws_sns_topic."+name) {
			lines = append(lines, "tells "+r["aws_sns_topic_subscription"][subscription].text("endpoint"))
		}
		for _, alarm := range alarms {
			if tellers(r, "aws_cloudwatch_metric_alarm", name) > 0 {
				drawArrow(svg, outputX+outputWidth, alarm, sharedX-30, y+28, sharedX)
			}
		}
		y = drawCard(svg, sharedX, y, sharedWidth, pink, r["aws_sns_topic"][name].text("name"), lines) + gap
	}
	for _, name := range r.names("aws_cloudwatch_dashboard") {
		dashboard := r["aws_cloudwatch_dashboard"][name]
		lines := []string{"CloudWatch dashboard"}
		for _, kind := range []string{"aws_elasticache_replication_group", "aws_cloudwatch_metric_alarm"} {
			lines = append(lines, "shows "+counted(len(r.referred(kind, dashboard)), kind))
		}
		y = drawCard(svg, sharedX, y, sharedWidth, pink, dashboard.text("dashboard_name"), lines) + gap
	}
	for _, name := range r.names("aws_kms_key") {
		lines := []string{"KMS key"}
		for _, kind := range sortedKeys(r) {
			if encrypted := r.referring(kind, "aws_kms_key."+name); len(encrypted) > 0 && kind != "aws_kms_alias" {
				lines = append(lines, "encrypts "+counted(len(encrypted), kind))
			}
		}
		for _, alias := range r.referring("aws_kms_alias", "aws_kms_key."+name) {
			y = drawCard(svg, sharedX, y, sharedWidth, red, r["aws_kms_alias"][alias].text("name"), lines) + gap
		}
	}
	return y - gap
}

// tellers is how many resources of a type publish to a topic, which they name by its policy.
func tellers(r resources, kind, topic string) int {
	n := 0
	for _, policy := range r.referring("aws_sns_topic_policy", "aws_sns_topic."+topic) {
		n += len(r.referring(kind, "aws_sns_topic_policy."+policy))
	}
	return n
}
