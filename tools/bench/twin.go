package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// npmPackages are what a TypeScript app needs for the same stack: the versions that the Go bindings were made from.
const npmPackages = `{
  "private": true,
  "dependencies": {
    "cdktf": "0.21.0", "constructs": "10.4.2",
    "@cdktf/provider-aws": "19.65.1", "@cdktf/provider-random": "11.1.1",
    "typescript": "5.6.3", "ts-node": "10.9.2", "@types/node": "18.19.130"
  }
}
`

// compilerOptions are those of cdktf's own TypeScript template that matter here.
const compilerOptions = `{
  "compilerOptions": {"target": "ES2018", "module": "CommonJS", "lib": ["es2018"], "strict": true, "skipLibCheck": true},
  "files": ["main.ts"]
}
`

// twins are two runs of one TypeScript app that defines the stack: by ts-node, as cdktf's template does, and compiled.
func (b *bench) twins(stack configuration) ([]command, error) {
	dir, err := installTwin(stack)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(b.tmp, "out-twin")
	env := []string{"CDKTF_OUTDIR=" + out}
	commands := []command{
		{name: "one stack, TypeScript by ts-node", dir: dir, args: []string{filepath.Join(dir, "node_modules/.bin/ts-node"), "main.ts"}, env: env},
		{name: "one stack, TypeScript compiled", dir: dir, args: []string{"node", "main.js"}, env: env},
	}
	for _, c := range commands {
		if _, err := c.run(); err != nil {
			return nil, err
		}
		twin, err := readConfiguration(filepath.Join(out, "stacks", "redis-"+twinEnvironment, "cdk.tf.json"))
		if err != nil {
			return nil, err
		}
		if !reflect.DeepEqual(twin.meaning(), stack.meaning()) {
			return nil, fmt.Errorf("%s is no twin: it writes another stack", c.name)
		}
	}
	return commands, nil
}

// installTwin keeps the npm packages from one run of the benchmark to the next.
func installTwin(stack configuration) (dir string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(cache, "elasticache-redis-bench")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	for name, text := range map[string]string{"package.json": npmPackages, "tsconfig.json": compilerOptions, "main.ts": typeScript(stack)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return "", err
		}
	}
	for _, args := range [][]string{
		// The provider packages ask for cdktf 0.20 and work with 0.21, as the Go bindings do.
		{"npm", "install", "--legacy-peer-deps", "--no-audit", "--no-fund"},
		{filepath.Join(dir, "node_modules/.bin/tsc"), "-p", "."},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return dir, nil
}

// typeScript is an app that defines the stack, with imports of single resources, as cdktf recommends.
func typeScript(stack configuration) string {
	var imports, body []string
	add := func(format string, args ...any) { body = append(body, fmt.Sprintf(format, args...)) }
	use := func(class, file string) {
		if line := fmt.Sprintf("import { %s } from %q;", class, file); !slices.Contains(imports, line) {
			imports = append(imports, line)
		}
	}
	for _, name := range sortedKeys(stack.section("provider")) {
		class := pascal(name) + "Provider"
		use(class, "@cdktf/provider-"+name+"/lib/provider")
		for _, config := range stack.section("provider")[name].([]any) {
			add("new %s(stack, %q, %s);", class, name, typed("", config))
		}
	}
	for _, name := range sortedKeys(stack.section("variable")) {
		add("new TerraformVariable(stack, %q, %s);", name, typed("", stack.section("variable")[name]))
	}
	for _, section := range []struct{ name, file, class string }{{"data", "data-aws-", "DataAws"}, {"resource", "", ""}} {
		for _, kind := range sortedKeys(stack.section(section.name)) {
			provider, name, _ := strings.Cut(kind, "_")
			class := section.class + pascal(name)
			if kind == "terraform_data" { // Terraform's own, and so cdktf's
				class = "DataResource"
				use(class, "cdktf/lib/terraform-data-resource")
			} else {
				use(class, "@cdktf/provider-"+provider+"/lib/"+section.file+strings.ReplaceAll(name, "_", "-"))
			}
			elements := stack.section(section.name)[kind].(map[string]any)
			for _, id := range sortedKeys(elements) {
				config := elements[id].(map[string]any)
				add("element = new %s(stack, %q, %s);", class, id, typed("", config))
				if needs := config["depends_on"]; needs != nil {
					text, _ := json.Marshal(needs)
					add("element.addOverride(\"depends_on\", %s);", text)
				}
			}
		}
	}
	for _, name := range sortedKeys(stack.section("output")) {
		add("new TerraformOutput(stack, %q, %s);", name, typed("", stack.section("output")[name]))
	}
	text, _ := json.Marshal(stack["terraform"])
	add("stack.addOverride(\"terraform\", %s);", text)
	return `import { App, TerraformElement, TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
` + strings.Join(imports, "\n") + `

const app = new App();
const stack = new TerraformStack(app, "redis-` + twinEnvironment + `");
let element: TerraformElement;
` + strings.Join(body, "\n") + `
app.synth();
`
}

// typed is a value of Terraform's JSON as the bindings' classes take it: blocks, which stand in lists there, have
// camel-case fields; maps keep their keys.
func typed(attribute string, value any) string {
	switch value := value.(type) {
	case map[string]any:
		isBlock := attribute == "" || attribute == "lifecycle"
		var fields []string
		for _, key := range sortedKeys(value) {
			if isBlock && (key == "//" || key == "depends_on") {
				continue
			}
			name := key
			if isBlock {
				name = camel(key)
			}
			fields = append(fields, fmt.Sprintf("%q: %s", name, typed(key, value[key])))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case []any:
		var items []string
		for _, item := range value {
			items = append(items, typed("", item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	text, _ := json.Marshal(value)
	if reference, ok := value.(string); ok && strings.HasSuffix(attribute, "_ids") && strings.HasPrefix(reference, "${") {
		return "Token.asList(" + string(text) + ")"
	}
	return string(text)
}

func pascal(name string) string {
	var class string
	for word := range strings.SplitSeq(name, "_") {
		class += strings.ToUpper(word[:1]) + word[1:]
	}
	return class
}

func camel(name string) string {
	class := pascal(name)
	return strings.ToLower(class[:1]) + class[1:]
}
