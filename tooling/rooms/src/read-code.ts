import ts from 'typescript'

/** Something that stands in a file, and where. */
export interface Found {
  readonly text: string
  readonly line: number
}

export interface Code {
  /** What it imports, types and re-exports included, as it names it. */
  readonly imports: readonly Found[]
  /** What its strings say. */
  readonly strings: readonly Found[]
  /** Tables it hands to a library that writes them: each `tableName: '…'`, of entities above all. */
  readonly tableNames: readonly Found[]
}

/** Stands for what is known only when the code runs: a `${value}`, an `import(file)`. */
export const COMPUTED = '…'

/** Reads a TypeScript file with the compiler's own parser. */
export function readCode(file: string, text: string): Code {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const code = { imports: [] as Found[], strings: [] as Found[], tableNames: [] as Found[] }
  const note = (list: Found[], node: ts.Node, text = COMPUTED) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    list.push({ text, line: line + 1 })
  }
  const visit = (node: ts.Node): void => {
    const imported = importedBy(node)
    if (imported) note(code.imports, imported, literal(imported) ?? template(imported))
    const table = tableNamedBy(node)
    if (table) note(code.tableNames, table, literal(table))
    const said = literal(node) ?? template(node)
    if (said !== undefined) note(code.strings, node, said)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return code
}

/** What says from where a node imports, if it does. */
function importedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  }
  if (!ts.isCallExpression(node)) return undefined
  const { expression, arguments: values } = node
  const imports =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  return imports ? values[0] : undefined
}

function tableNamedBy(node: ts.Node): ts.Node | undefined {
  return ts.isPropertyAssignment(node) &&
    ts.isIdentifier(node.name) &&
    node.name.text === 'tableName'
    ? node.initializer
    : undefined
}

function literal(node: ts.Node): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined
}

function template(node: ts.Node): string | undefined {
  if (!ts.isTemplateExpression(node)) return undefined
  const parts = [node.head, ...node.templateSpans.map((span) => span.literal)]
  return parts.map(({ text }) => text).join(COMPUTED)
}
