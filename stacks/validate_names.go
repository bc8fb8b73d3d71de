package stacks

import (
	"regexp"
	"slices"
	"strings"
)

// regions are the commercial regions that the AWS provider 5.100 knows. It refuses others, too.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
var regions = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
	"ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
	"ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
	"eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
	"sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
}

var (
	accountForm = regexp.MustCompile(`^\d{12}$`)
	// otherPartition matches the regions of China, GovCloud, the European Sovereign Cloud and the isolated partitions.
	otherPartition = regexp.MustCompile(`^(cn|us-gov|eusc|us-iso[bf]?|eu-isoe)-[a-z-]+-\d$`)
	// emailForm is an address as mail servers take it: no name, no brackets, no comment, and a host name with a domain.
	emailForm = regexp.MustCompile(`^[\w!#$%&'*+/=?^` + "`" + `|~-]+(\.[\w!#$%&'*+/=?^` + "`" + `|~-]+)*@` +
		`([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)
)

// A mail server takes no longer ones: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1
const maxEmail, maxLocalPart = 254, 64

func isEmail(s string) bool {
	return emailForm.MatchString(s) && len(s) <= maxEmail && strings.Index(s, "@") <= maxLocalPart
}

// region checks the name of a region, which may be left out where it has a default.
func (r *report) region(path, field, region string) {
	if otherPartition.MatchString(region) {
		r.add(path, field, "must be a commercial AWS region: in China, GovCloud and the European Sovereign Cloud, ARNs and "+
			"service names differ from those that the stacks make", region)
		return
	}
	if slices.Contains(regions, region) {
		return
	}
	rule := "must be an AWS region such as eu-west-2"
	area, _, _ := strings.Cut(region, "-")
	var near []string
	for _, other := range regions {
		if strings.HasPrefix(other, area+"-") {
			near = append(near, other)
		}
	}
	if len(near) > 0 {
		rule = "must be an AWS region; " + area + " has " + strings.Join(near, ", ")
	}
	r.add(path, field, rule, region)
}

// uniqueFold is unique for names whose case makes no difference.
func (r *report) uniqueFold(path, field string, values []string) {
	for i, value := range values {
		same := func(other string) bool { return strings.EqualFold(other, value) }
		if j := slices.IndexFunc(values[:i], same); j >= 0 {
			rule := "must be unique"
			if values[j] != value {
				rule += " whatever their case, and " + values[j] + " is there already"
			}
			r.require(false, path, field, rule, value)
		}
	}
}
