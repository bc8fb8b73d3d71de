package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// stack is a synthesized stack.
type stack struct {
	name, region string
	resources    resources
	dashboards   []dashboard
}

// readStacks reads the stacks in testdata, where other files may be too.
func readStacks(root string) ([]stack, error) {
	files, err := filepath.Glob(filepath.Join(root, "testdata", "*.json"))
	if err != nil {
		return nil, err
	}
	var stacks []stack
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		s, err := readStack(root, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if s.name != "" {
			stacks = append(stacks, s)
		}
	}
	return stacks, nil
}

// readStack reads a stack, whose name is "" if the text is something else.
func readStack(root string, text []byte) (stack, error) {
	var file struct {
		Comment struct {
			Metadata struct{ StackName string }
		} `json:"//"`
		Provider struct{ AWS []resource }
		Resource resources
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return stack{}, err
	}
	s := stack{name: file.Comment.Metadata.StackName, resources: file.Resource}
	for _, provider := range file.Provider.AWS {
		s.region = provider.text("region")
	}
	for _, name := range s.resources.names("aws_cloudwatch_dashboard") {
		d, err := readDashboard(root, s.resources["aws_cloudwatch_dashboard"][name])
		if err != nil {
			return stack{}, fmt.Errorf("%s: %w", name, err)
		}
		s.dashboards = append(s.dashboards, d)
	}
	return s, nil
}

// readDashboard reads a dashboard's body, in place of which testdata names the file that has it.
func readDashboard(root string, r resource) (dashboard, error) {
	d := dashboard{name: r.text("dashboard_name")}
	if file := r.text("dashboard_body"); !strings.HasPrefix(file, "{") {
		body, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			return d, err
		}
		r["dashboard_body"] = string(body)
	}
	return d, json.Unmarshal([]byte(r.text("dashboard_body")), &d.body)
}
