import type { ImportNote, ImportProblem } from "../../documents/import/imported";

/** A sentence for something that was odd about an imported text: what, why, what was done of it. */
export function describeImportNote(note: ImportNote): string {
  switch (note.kind) {
    case "misplacedQuote":
      return `A quote was in the wrong place: ${note.option} was followed by a quote and then by ${plural(note.headers.length, "the header", "the headers")} ${note.headers.join(", ")}, as in Oracle's own examples. ${plural(note.headers.length, "The header was", "The headers were")} read as such, and what follows as the body.`;
    case "typography":
      return {
        quotes:
          "Curly quotes were read as straight ones: text processors and web pages replace them.",
        dashes: "Long dashes were read as hyphens: text processors and web pages replace them.",
        blanks:
          "Special blanks were read as plain ones: text processors and web pages put them in.",
      }[note.what];
    case "before":
      return note.isPrompt
        ? "The prompt before the command was left out."
        : "What stands before curl was left out.";
    case "after":
      return "What stands behind the command was left out: only the first command is imported.";
    case "optionSkipped":
      return `The option ${note.option} was left out: it is nothing that a request document says.`;
    case "wordSkipped":
      return "A part of the command was left out: it is neither an option nor the address. Check the quotes.";
    case "variableUnknown":
      return `The text does not say what ${note.name} is, so its name was left where it stands. Replace it before sending.`;
    case "placeholder":
      return `${note.header} holds a placeholder, no credential. The profile's own will be sent.`;
    case "queryDropped":
      return `These parameters of the address were left out, since the operation knows none of them: ${note.names.join(", ")}.`;
    case "secretMasked":
      return {
        body: "A secret in the body was masked, since a request document is made to be shared. Replace the mask before sending.",
        address:
          "A secret in the address was left out, since a request document is made to be shared.",
      }[note.where];
    case "methodDiffers":
      return `The text says ${note.given}, but the reference documents the operation with ${note.documented}, which will be sent.`;
    case "bodyToQuery":
      return `The operation has no body: its JSON is carried by the parameter ${note.parameter}, and will be sent there.`;
    case "bodyDropped":
      return "The body was left out: the operation has none, and its JSON was found in the address.";
    case "notJson":
      return "The body is not JSON. It was kept as it is and can be sent so, to see what the server says.";
  }
}

/** Why a text cannot be imported, and what to do about it. */
export function describeImportProblem(problem: ImportProblem): string {
  switch (problem.kind) {
    case "empty":
      return "There is nothing to import: the text is empty. Copy the request first.";
    case "tooLong":
      return `The text is too long to be imported: more than ${millions(problem.limit)} million characters. Import a part of it.`;
    case "notCurl":
      return "This is not a cURL command: the word curl is missing. Copy the command from its beginning.";
    case "unclosedQuote":
      return `The command ends inside a quote: ${problem.quote} in line ${problem.line} is never closed. Copy the command to its end, or close the quote.`;
    case "control":
      return `This is not text: there is a null character in line ${problem.line}. Copy the request again.`;
    case "missingValue":
      return `The command ends behind ${problem.option}, which needs a value. Copy the command to its end.`;
    case "noUrl":
      return "The command names no address, so the operation is not known. Add the URL.";
    case "fileData":
      return `The body is in the file ${problem.file}, which is not read, since an imported text must not pick files. Put the file's content in its place.`;
    case "noRequest":
      return "There is no request here. A request begins with a method and an address, such as POST https://…; put the cursor inside one.";
    case "notHar":
      return {
        json: "This is not a HAR file: it is not JSON. Save the requests as HAR again.",
        noEntries: "This HAR file has no entries, so there is nothing to import.",
        noRequest: "No entry of this HAR file holds a request with an address.",
      }[problem.reason];
    case "notOperation":
      return `${problem.method} ${problem.path === "" ? "/" : problem.path} is no operation of the API, so no request document can be made of it. Known are: ${problem.paths.join(", ")}.`;
  }
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

function millions(limit: number): string {
  return (limit / 1_000_000).toString();
}
