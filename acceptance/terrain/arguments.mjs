// Prints a Markdown table of the arguments that differ between two assemblies of a provider's bindings, in the types
// that both have:
//   node arguments.mjs OLD/.jsii NEW/.jsii
import fs from 'node:fs'

const [old, now] = process.argv.slice(2).map((file) => {
  const { name, types } = JSON.parse(fs.readFileSync(file))
  return Object.fromEntries(Object.entries(types).map(([type, value]) => [type.slice(name.length + 1), value]))
})

// A property's documentation links to its argument: …/docs/resources/kms_key#rotation_period_in_days KmsKey…
const link = /\/docs(?:\/(resources|data-sources)\/(\w+))?#(\w+) /
const prefix = { resources: 'aws_', 'data-sources': 'data.aws_' }

// The arguments of a type that Terraform is given, and what each has to be.
const read = (type) => new Map((type?.datatype ? type.properties ?? [] : []).flatMap((property) => {
  const [, kind, resource, argument] = link.exec(JSON.stringify(property.docs)) ?? []
  if (!argument) return [] // Terraform's own, such as depends_on
  const value = property.type.primitive ?? (JSON.stringify(property.type).includes('"boolean"') ? 'boolean' : '')
  const of = kind ? prefix[kind] + resource : 'provider "aws"'
  return [[argument, { of, is: `${property.optional ? 'optional' : 'required'} ${value}`.trim() }]]
}))

const rows = new Map()
const add = (argument, change, of) => {
  const row = `| \`${argument}\` | ${change} | `
  rows.set(row, [...rows.get(row) ?? [], `\`${of}\``])
}
for (const name of Object.keys(now)) {
  // The provider's endpoints are one argument for each AWS service.
  if (!old[name] || name.endsWith('Endpoints')) continue
  const [was, is] = [read(old[name]), read(now[name])]
  for (const [argument, value] of is) {
    if (!was.has(argument)) add(argument, `new, ${value.is}`, value.of)
    else if (was.get(argument).is !== value.is) add(argument, `${value.is}, was ${was.get(argument).is}`, value.of)
  }
  for (const [argument, value] of was) if (!is.has(argument)) add(argument, 'gone', value.of)
}
console.log('| argument | is | of |\n|---|---|---|')
for (const row of [...rows.keys()].sort()) console.log(`${row}${[...new Set(rows.get(row))].join(', ')} |`)
