// Package workflows checks what a repository's GitHub workflows promise.
package workflows

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/stacks"
	"github.com/rhysd/actionlint"
)

const dir = "../../.github/workflows/"

var (
	// pinned is an action at a commit, with its version for people and for Dependabot.
	pinned = regexp.MustCompile(`^\s*(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	uses   = regexp.MustCompile(`(?m)^.*\buses:.*$`)
)

// read returns a workflow and its text.
func read(t *testing.T, name string) (*actionlint.Workflow, string) {
	t.Helper()
	text, err := os.ReadFile(dir + name)
	if err != nil {
		t.Fatal(err)
	}
	workflow, problems := actionlint.Parse(text)
	for _, p := range problems {
		t.Error(p)
	}
	return workflow, string(text)
}

func TestEveryWorkflow(t *testing.T) {
	files, err := filepath.Glob(dir + "*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			workflow, text := read(t, filepath.Base(file))
			linter, err := actionlint.NewLinter(os.Stderr, &actionlint.LinterOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if problems, err := linter.LintFile(file, nil); err != nil || len(problems) > 0 {
				t.Errorf("actionlint: %d problems, %v", len(problems), err)
			}
			for _, line := range uses.FindAllString(text, -1) {
				if !pinned.MatchString(line) {
					t.Errorf("not pinned to a commit, with its version as a comment: %s", line)
				}
			}
			if workflow.Permissions == nil || workflow.Permissions.All != nil {
				t.Error("does not say which permissions it has")
			} else if scopes := writable(workflow.Permissions); scopes != nil {
				t.Errorf("every job may write %v", scopes)
			}
			if strings.Contains(text, "secrets.") || strings.Contains(text, "access-key") {
				t.Error("uses a secret; AWS is reached by a role, GitHub by the job's own token")
			}
		})
	}
}

func writable(permissions *actionlint.Permissions) []string {
	var scopes []string
	for _, scope := range permissions.Scopes {
		if scope.Value.Value == "write" {
			scopes = append(scopes, scope.Name.Value)
		}
	}
	slices.Sort(scopes)
	return scopes
}

// TestEnvironments checks that each environment is planned and deployed with its own role, and deployed once at a
// time, one after the other.
func TestEnvironments(t *testing.T) {
	var want []string
	for _, e := range stacks.Environments {
		want = append(want, e.Name)
	}
	const environment = "${{ matrix.environment }}"
	for _, test := range []struct {
		file, environment, group string
		cancel                   bool
		writes                   []string
		// says are lines that docs/workflows.md tells of.
		says []string
	}{
		{"plan.yml", "plan-" + environment, "plan-redis-" + environment + "-${{ github.event.number }}", true,
			[]string{"id-token", "pull-requests"}, []string{
				"if: github.event.pull_request.head.repo.full_name == github.repository", "fail-fast: false",
			}},
		{"deploy.yml", environment, "redis-" + environment, false, []string{"id-token"}, []string{
			"if: github.ref == 'refs/heads/main'", "fail-fast: true", "max-parallel: 1", "options: [" + strings.Join(want,
				", ") + "]",
			"ALLOW: ${{ inputs.environment == matrix.environment && inputs.allow || '' }}",
			`run: jq --exit-status .terraform.backend.s3 "cdktf.out/stacks/$STACK/cdk.tf.json"`,
			`run: terraform -chdir="cdktf.out/stacks/$STACK" apply -input=false plan`,
		}},
	} {
		t.Run(test.file, func(t *testing.T) {
			workflow, text := read(t, test.file)
			if len(workflow.Jobs) != 1 {
				t.Fatalf("%d jobs, want 1", len(workflow.Jobs))
			}
			for _, job := range workflow.Jobs {
				var got []string
				for _, value := range job.Strategy.Matrix.Rows["environment"].Values {
					got = append(got, strings.Trim(value.String(), `"`))
				}
				if !slices.Equal(got, want) {
					t.Errorf("environments %v, want those of stacks.Environments, in order: %v", got, want)
				}
				if job.Environment == nil || job.Environment.Name.Value != test.environment {
					t.Errorf("environment %v, want %s", job.Environment, test.environment)
				}
				if c := job.Concurrency; c == nil || c.Group.Value != test.group || c.CancelInProgress.Value != test.cancel {
					t.Errorf("concurrency %+v, want the group %s", c, test.group)
				}
				if got := writable(job.Permissions); !slices.Equal(got, test.writes) {
					t.Errorf("may write %v, want %v", got, test.writes)
				}
			}
			for _, line := range test.says {
				if !strings.Contains(text, " "+line+"\n") {
					t.Errorf("no line %s", line)
				}
			}
			if !strings.Contains(text, "role-to-assume: ${{ vars.AWS_ROLE_ARN }}") || !strings.Contains(text, "make plan") {
				t.Error("does not run `make plan`, which refuses to lose data, by a role")
			}
		})
	}
}
