package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// configuration is a stack as Terraform gets it, in its JSON syntax.
type configuration map[string]any

func readConfiguration(file string) (configuration, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var c configuration
	err = json.Unmarshal(text, &c)
	return c, err
}

func (c configuration) write(dir string) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "cdk.tf.json"), text, 0o666)
}

// section is a part such as "variable" or "resource"; a missing one is empty.
func (c configuration) section(name string) map[string]any {
	section, _ := c[name].(map[string]any)
	return section
}

// meaning is the configuration without comments, which hold cdktf's own notes on where each part came from.
func (c configuration) meaning() any { return withoutComments(map[string]any(c)) }

func withoutComments(value any) any {
	switch value := value.(type) {
	case map[string]any:
		clean := map[string]any{}
		for _, key := range sortedKeys(value) {
			if key != "//" {
				clean[key] = withoutComments(value[key])
			}
		}
		return clean
	case []any:
		var clean []any
		for _, one := range value {
			clean = append(clean, withoutComments(one))
		}
		return clean
	}
	return value
}

// withoutRandom leaves the random provider out, which a mirror may lack: its passwords and ids become variables.
func (c configuration) withoutRandom() (configuration, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	changed := string(text)
	names := map[string]any{}
	for _, kind := range sortedKeys(c.section("resource")) {
		if !strings.HasPrefix(kind, "random_") {
			continue
		}
		for _, name := range sortedKeys(c.section("resource")[kind].(map[string]any)) {
			for _, attribute := range []string{"result", "hex"} {
				changed = strings.ReplaceAll(changed, kind+"."+name+"."+attribute, "var."+name)
			}
			names[name] = map[string]any{"type": "string", "sensitive": kind == "random_password"}
		}
	}
	var without configuration
	if err := json.Unmarshal([]byte(changed), &without); err != nil {
		return nil, err
	}
	for kind := range without.section("resource") {
		if strings.HasPrefix(kind, "random_") {
			delete(without.section("resource"), kind)
		}
	}
	delete(without.section("provider"), "random")
	delete(without.section("terraform")["required_providers"].(map[string]any), "random")
	if without["variable"] == nil {
		without["variable"] = map[string]any{}
	}
	maps.Copy(without.section("variable"), names)
	return without, nil
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
