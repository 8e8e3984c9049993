/** Begins every line that the host suite's reporter writes, in the midst of what the workbench itself logs. */
export const suiteLineMark = "│ ";
