package elasticache

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzWindows reads windows back from what they were parsed to.
func FuzzWindows(f *testing.F) {
	for _, s := range []string{"sun:05:00-sun:06:00", "sat:23:30-sun:00:30", "03:00-04:00", "23:59-00:00",
		"mon:00:00-mon:00:00", "24:00-01:00", "Sun:05:00-Sun:06:00", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if w, ok := parseDaily(s); ok {
			if got := hour(w.start) + "-" + hour(w.start+w.minutes); got != s {
				t.Errorf("%q is %q", s, got)
			}
		}
		if w, ok := parseWeekly(s); ok {
			got := day(w.start) + hour(w.start) + "-" + day(w.start+w.minutes) + hour(w.start+w.minutes)
			if got != strings.ToLower(s) {
				t.Errorf("%q is %q", s, got)
			}
		}
	})
}

func day(minute int) string { return weekdays[minute/dayMinutes%7] + ":" }

func hour(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60%24, minute%60) }

// FuzzOverlap compares with the minutes of a week, one by one.
func FuzzOverlap(f *testing.F) {
	f.Add(uint16(300), uint16(60), uint16(180), uint16(60))
	f.Add(uint16(10050), uint16(60), uint16(0), uint16(30))
	f.Fuzz(func(t *testing.T, start, minutes, from, long uint16) {
		weekly := window{int(start) % weekMinutes, int(minutes) % weekMinutes}
		daily := window{int(from) % dayMinutes, int(long) % dayMinutes}
		var busy [weekMinutes]bool
		for i := range 7 * daily.minutes {
			busy[(i/daily.minutes*dayMinutes+daily.start+i%daily.minutes)%weekMinutes] = true
		}
		want := false
		for i := range weekly.minutes {
			want = want || busy[(weekly.start+i)%weekMinutes]
		}
		if got := weekly.overlaps(daily); got != want {
			t.Errorf("%v and %v: %t, want %t", weekly, daily, got, want)
		}
	})
}

// forms are AWS's, written another way than in validate.go: a prefix, lengths, an alphabet.
var forms = map[string]func(string) bool{
	"VPCID":     func(s string) bool { return resourceID("vpc-", s) },
	"SubnetIDs": func(s string) bool { return resourceID("subnet-", s) },
	"ClientSecurityGroupIDs[ecs]": func(s string) bool {
		account, id, peered := strings.Cut(s, "/")
		return resourceID("sg-", s) || peered && len(account) == 12 && made(account, "0123456789") && resourceID("sg-", id)
	},
	"SecurityGroupIDs": func(s string) bool { return resourceID("sg-", s) },
	"KMSKeyARN": func(s string) bool {
		id, ok := strings.CutPrefix(arnParts(s)[5], "key/")
		multi, isMulti := strings.CutPrefix(id, "mrk-")
		return ok && strings.HasPrefix(s, "arn:") &&
			(len(id) == 36 && made(strings.ReplaceAll(id, "-", ""), hexDigits) ||
				isMulti && len(multi) == 32 && made(multi, hexDigits))
	},
	"NotificationTopicARN": func(s string) bool {
		part := arnParts(s)
		return part[2] == "sns" && len(part[4]) == 12 && made(part[4], "0123456789") &&
			len(part[5]) <= 256 && made(part[5], alphanumeric+"-_")
	},
	"SnapshotARNs": func(s string) bool {
		return arnParts(s)[2] == "s3" && !strings.ContainsAny(s, ", \n{}") && strings.HasSuffix(s, ".rdb")
	},
	"AlarmActionARNs": func(s string) bool {
		part := arnParts(s)
		return slices.Contains([]string{"sns", "lambda", "ssm", "ssm-incidents", "aiops"}, part[2]) &&
			len(part[4]) == 12 && made(part[4], "0123456789") && !strings.ContainsAny(s, " \t\n{}")
	},
	"SnapshotName": func(s string) bool {
		return len(s) <= 71 && made(s, alphanumeric+"-.") && !made(s[:1], "-.0123456789")
	},
	"AuthToken": func(s string) bool {
		return regexp.MustCompile(`[$#]\{[^{}]*\}`).ReplaceAllString(s, "") == ""
	},
	"EngineVersion": func(s string) bool { return slices.Contains([]string{"6.2", "7.0", "7.1"}, s) },
	"NodeType":      regexp.MustCompile(`^cache\.[a-z]+\d[a-z]*\.\d*[a-z]+$`).MatchString,
	"Project, Environment and Name": func(s string) bool {
		return len(s) <= 40 && made(s, alphanumeric+"-") && strings.ToLower(s) == s && !strings.Contains(s, "--") &&
			strings.Trim(s, "-0123456789") != "" && !strings.HasSuffix(s, "-")
	},
}

const (
	hexDigits    = "0123456789abcdef"
	alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func made(s, alphabet string) bool { return s != "" && strings.Trim(s, alphabet) == "" }

func resourceID(prefix, s string) bool {
	id, ok := strings.CutPrefix(s, prefix)
	return ok && (len(id) == 8 || len(id) == 17) && made(id, hexDigits)
}

// arnParts are the six of an ARN, or empty ones. A partition is "aws", or that and words behind hyphens.
func arnParts(s string) []string {
	part := strings.SplitN(s, ":", 6)
	if len(part) < 6 || part[0] != "arn" || part[1] != "aws" && !strings.HasPrefix(part[1], "aws-") ||
		strings.HasSuffix(part[1], "-") {
		return make([]string, 6)
	}
	return part
}

// FuzzStrings puts a text into every field that has a form: what is accepted has AWS's.
func FuzzStrings(f *testing.F) {
	for _, s := range []string{
		"vpc-0123456789abcdef0", "subnet-01234567", "sg-0123456789abcdef0", "vpc-0123456789abcdef0\n", keyARN,
		"arn:aws:kms:eu-west-2:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
		"arn:aws:sns:eu-west-2:123456789012:alerts", "arn:aws-cn:sns:cn-north-1:123456789012:alerts",
		"arn:awsx:sns:eu-west-2:123456789012:a",
		"arn:aws:s3:::backups/dump.rdb", "arn:aws:s3:::backups/%{x}", "123456789012/sg-01234567", "1/sg-01234567",
		"arn:aws:lambda:eu-west-2:123456789012:function:page:$LATEST", "arn:aws:iam::123456789012:role/x",
		"nightly", "automatic.nightly-2026", "automatic.-", "7.1", "cache.t4g.micro", "cache.t4g.micro.",
		"p", "a-b", "${ref}", "%{if}", "\xff", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := valid()
		p.ClientSecurityGroupIDs = map[string]string{"ecs": s}
		p.VPCID, p.SubnetIDs, p.SecurityGroupIDs = s, []string{s}, []string{s}
		p.KMSKeyARN, p.NotificationTopicARN, p.SnapshotARNs, p.AlarmActionARNs = s, s, []string{s}, []string{s}
		p.SnapshotName, p.EngineVersion, p.NodeType, p.AuthToken = s, s, s, s
		p.Name = s
		refused := map[string]bool{}
		for _, problem := range p.WithDefaults().problems(p.clients()) {
			refused[problem.Field] = true
		}
		for field, form := range forms {
			text := s
			if field == "Project, Environment and Name" {
				text = p.ReplicationGroupID()
				refused[field] = refused[field] || refused["Name"]
			}
			if s != "" && (!isReference(s) || field == "AuthToken") && !refused[field] && !form(text) &&
				(field != "SnapshotName" || !refused["SnapshotARNs"]) {
				t.Errorf("%s accepted %q", field, text)
			}
		}
	})
}

// FuzzParameters checks that an accepted value is one of words, or an integer as AWS writes it.
func FuzzParameters(f *testing.F) {
	for name := range parameterRules {
		f.Add(name, "1")
		f.Add(name, "yes")
	}
	f.Add("timeout", "+20")
	f.Add("timeout", "020")
	f.Add("databases", "-1")
	f.Add("notify-keyspace-events", "Ex\n")
	f.Fuzz(func(t *testing.T, name, value string) {
		p := valid()
		p.Parameters = map[string]string{name: value}
		if p.Validate() != nil || isReference(value) {
			return
		}
		if _, ok := parameterRules[name]; !ok {
			t.Fatalf("accepted the name %q", name)
		}
		number, err := strconv.Atoi(value)
		word := regexp.MustCompile(`^[a-z$KEA-]*$`).MatchString(value)
		if !word && (err != nil || strconv.Itoa(number) != value) {
			t.Errorf("%s accepted %q", name, value)
		}
	})
}

// FuzzTags checks that an accepted tag is text of AWS's lengths, without what Terraform would read as a template.
func FuzzTags(f *testing.F) {
	f.Add("Team", "documents")
	f.Add("Cost Centre", "")
	f.Add("aws:x", "x")
	f.Add("\xff", "%{x}")
	f.Fuzz(func(t *testing.T, key, value string) {
		p := valid()
		p.Tags = map[string]string{key: value}
		if p.Validate() != nil || isReference(value) || isReference(key) {
			return
		}
		if n := utf8.RuneCountInString(key); n < 1 || n > 128 || utf8.RuneCountInString(value) > 256 ||
			!utf8.ValidString(key+value) || strings.ContainsAny(key+value, "{}") {
			t.Errorf("accepted %q: %q", key, value)
		}
	})
}
