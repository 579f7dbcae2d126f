// Jupyter notebooks for tests, as Jupyter writes them: JSON indented by one space.

/** Text of a notebook's field: one string, or its lines with their ends. */
export type Lines = string | readonly string[];

export interface Notebook {
  readonly [key: string]: unknown;
}

/** A code cell of nbformat 4. */
export function codeCell(source: Lines, outputs: readonly object[] = []): object {
  return { cell_type: 'code', execution_count: 1, metadata: {}, outputs, source };
}

/** A markdown cell of nbformat 4 (a cell of nbformat 3 looks the same). */
export function markdownCell(source: Lines): object {
  return { cell_type: 'markdown', metadata: {}, source };
}

/** What a display gives in nbformat 4, by mime type. */
export function display(data: Readonly<Record<string, unknown>>): object {
  return { output_type: 'display_data', metadata: {}, data };
}

/** What is printed, in nbformat 4. */
export function stream(text: Lines): object {
  return { name: 'stdout', output_type: 'stream', text };
}

/** A notebook of nbformat 4. */
export function notebook(...cells: readonly object[]): Notebook {
  return { cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 };
}

/** A code cell of nbformat 3. */
export function oldCodeCell(input: Lines, outputs: readonly object[] = []): object {
  return { cell_type: 'code', collapsed: false, input, language: 'python', metadata: {}, outputs };
}

/** A notebook of nbformat 3 with these worksheets, each a list of cells. */
export function oldNotebook(...worksheets: readonly (readonly object[])[]): Notebook {
  const sheets = worksheets.map((cells) => ({ cells, metadata: {} }));
  return { metadata: { name: 'Old' }, nbformat: 3, nbformat_minor: 0, worksheets: sheets };
}

/** The file of a notebook. */
export function notebookFile(of: Notebook): string {
  return `${JSON.stringify(of, null, 1)}\n`;
}
