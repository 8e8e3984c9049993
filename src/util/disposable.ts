/** Something that holds a resource until it is disposed; the same shape as VS Code's. */
export interface Disposable {
  dispose(): unknown;
}
