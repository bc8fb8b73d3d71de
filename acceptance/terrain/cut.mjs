// Copies a provider's npm package to a folder, with the packages in use and those that they refer to:
//   node cut.mjs FROM TO cloudwatchdashboard kmskey …
import fs from 'node:fs'

const [from, to, ...used] = process.argv.slice(2)
const assembly = JSON.parse(fs.readFileSync(`${from}/.jsii`))
// A type's name is "<npm package>.<submodule>.<type>"; the Go package of the submodule "kmsKey" is "kmskey".
const goPackage = (name) => name.slice(assembly.name.length + 1).split('.')[0].toLowerCase()

const needed = new Set(used)
const types = Object.entries(assembly.types).map(([name, type]) => [goPackage(name), JSON.stringify(type)])
for (const name of needed) { // a Set's loop visits what is added in it
  for (const [, text] of types.filter(([of]) => of === name)) {
    for (const [, reference] of text.matchAll(/"fqn":"([^"]+)"/g)) {
      if (reference.startsWith(`${assembly.name}.`)) needed.add(goPackage(reference))
    }
  }
}
const keep = (entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => needed.has(goPackage(name))))
assembly.types = keep(assembly.types)
assembly.submodules = keep(assembly.submodules)

fs.mkdirSync(`${to}/lib`, { recursive: true })
fs.writeFileSync(`${to}/.jsii`, JSON.stringify(assembly))
for (const file of ['package.json', 'README.md', 'LICENSE']) fs.copyFileSync(`${from}/${file}`, `${to}/${file}`)
const index = fs.readFileSync(`${from}/lib/index.js`, 'utf8').split('\n').filter((line) => {
  const exported = /^exports\.(\w+) = __importStar/.exec(line)
  return !line.startsWith('exports.') || exported && needed.has(exported[1].toLowerCase())
})
fs.writeFileSync(`${to}/lib/index.js`, index.join('\n'))
for (const folder of fs.readdirSync(`${from}/lib`)) {
  // The folder "kms-key" is the Go package "kmskey".
  if (!needed.has(folder.replaceAll('-', ''))) continue
  fs.cpSync(`${from}/lib/${folder}`, `${to}/lib/${folder}`, { recursive: true })
}
