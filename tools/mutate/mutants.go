package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
)

// reporters are the methods that refuse an input.
var reporters = []string{"require", "match", "optional", "between", "oneOf", "unique", "add", "bucket", "objectKey"}

// refusals leaves out one refusal at a time.
func refusals(file string) ([]mutant, error) {
	var mutants []mutant
	err := inspect(file, func(s source, n ast.Node) {
		function, ok := n.(*ast.FuncDecl)
		if !ok || function.Recv != nil && strings.Contains(s.text(function.Recv), "*report") {
			return // the reporters themselves
		}
		ast.Inspect(function, func(n ast.Node) bool {
			statement, ok := n.(*ast.ExprStmt)
			if !ok {
				return true
			}
			call, ok := statement.X.(*ast.CallExpr)
			if !ok {
				return true
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"r", "all"}, s.text(method.X)) && slices.Contains(reporters, method.Sel.Name) {
				mutants = append(mutants, s.replace(statement, "if false { "+s.text(statement)+" }"))
			}
			return true
		})
	})
	return mutants, err
}

// opposites are the names that a table's values stand for, each with another.
var opposites = map[string]string{
	"above": "below", "below": "above", "true": "false",
	"silenceIsUnknown": "silenceIsAlarm", "silenceIsAlarm": "silenceIsFine", "silenceIsFine": "silenceIsAlarm",
}

// valuesOf changes one value at a time of a variable's literal.
func valuesOf(variable string) func(string) ([]mutant, error) {
	return func(file string) ([]mutant, error) {
		var mutants []mutant
		err := inspect(file, func(s source, n ast.Node) {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Names[0].Name != variable {
				return
			}
			ast.Inspect(spec.Values[0], func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.KeyValueExpr:
					if s.text(n.Key) == "description" || s.text(n.Key) == "on" {
						mutants = append(mutants, s.replace(n.Value, map[string]string{"description": `"mutant"`, "on": "nil"}[s.text(n.Key)]))
						return false
					}
				case *ast.BasicLit:
					mutants = append(mutants, s.replace(n, another(n)))
				case *ast.Ident:
					if opposite, known := opposites[n.Name]; known {
						mutants = append(mutants, s.replace(n, opposite))
					}
				}
				return true
			})
		})
		return mutants, err
	}
}

func another(literal *ast.BasicLit) string {
	if literal.Kind == token.STRING {
		text, _ := strconv.Unquote(literal.Value) // the parser has taken it
		return strconv.Quote(text + "x")
	}
	return literal.Value + "+1"
}

// source is a file that is read.
type source struct {
	file    string
	content []byte
	set     *token.FileSet
}

func inspect(file string, visit func(source, ast.Node)) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	s := source{file, content, token.NewFileSet()}
	parsed, err := parser.ParseFile(s.set, file, content, 0)
	if err != nil {
		return err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if n != nil {
			visit(s, n)
		}
		return true
	})
	return nil
}

func (s source) text(n ast.Node) string {
	return string(s.content[s.offset(n.Pos()):s.offset(n.End())])
}

func (s source) offset(pos token.Pos) int { return s.set.Position(pos).Offset }

func (s source) replace(n ast.Node, by string) mutant {
	from, to := s.offset(n.Pos()), s.offset(n.End())
	return mutant{
		file: s.file, line: s.set.Position(n.Pos()).Line, was: s.text(n), is: by,
		content: string(s.content[:from]) + by + string(s.content[to:]),
	}
}
