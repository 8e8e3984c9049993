import * as vscode from "vscode";
import { askSteps, type Step, type TextStep } from "./multiStepInput";

/** A customer whom the simulator plays. */
export interface CustomerDraft {
  /** Empty: the simulator chooses names. */
  readonly name: string;
  /** Empty: the simulator chooses questions. */
  readonly question: string;
  readonly count: number;
  /** What the customer answers, one after the other, to what the agent says. */
  readonly replies: readonly string[];
  /** Undefined: stays until the agent concludes. */
  readonly leavesAfterMs: number | undefined;
}

/** How many customers may come at once. */
const mostCustomers = 50;

/** The replies of a customer about whom nothing else was said. */
const someReplies = "Yes, that is right. | Thank you! | Goodbye.";

/** Asks whom the simulator should play; undefined when the user leaves. Enter alone takes a visitor. */
export async function askCustomer(): Promise<CustomerDraft | undefined> {
  const kind = await vscode.window.showQuickPick(
    [
      {
        label: "$(person) One Customer",
        description: "with a name, a question and some replies of the simulator's",
        count: 1,
      },
      {
        label: "$(organization) Several Customers",
        description: "five at once",
        count: 5,
      },
      {
        label: "$(edit) Describe a Customer…",
        description: "name, question, replies, how long",
        count: 0,
      },
    ],
    { title: "Simulate Customer", placeHolder: "Who asks for a chat?", ignoreFocusOut: true },
  );
  if (!kind) {
    return undefined;
  }
  const draft: Draft = { name: "", question: "", count: "1", replies: someReplies, leaves: "" };
  const answered = kind.count > 0 ? draft : await askSteps("Simulate Customer", steps, draft);
  return (
    answered && {
      name: answered.name,
      question: answered.question,
      count: kind.count > 0 ? kind.count : Number(answered.count),
      replies: answered.replies
        .split("|")
        .map((reply) => reply.trim())
        .filter((reply) => reply !== ""),
      leavesAfterMs: answered.leaves === "" ? undefined : Number(answered.leaves) * 1000,
    }
  );
}

/** What is typed, as typed. */
interface Draft {
  readonly name: string;
  readonly question: string;
  readonly count: string;
  readonly replies: string;
  readonly leaves: string;
}

const steps: readonly Step<Draft>[] = [
  step("name", "Name of the customer; leave it empty to have one chosen", "Ada Lindgren"),
  step(
    "question",
    "What the customer asks; leave it empty to have it chosen",
    "Where is my order?",
  ),
  step("replies", "What the customer answers, line after line, with | between them", someReplies),
  step(
    "leaves",
    "After how many seconds the customer ends the chat; leave it empty to have the customer stay",
    "60",
    (text) =>
      text === "" || isCount(text, 86_400)
        ? undefined
        : "Enter seconds from 1 to 86400, or nothing.",
  ),
  step("count", "How many such customers come at once", "1", (text) =>
    isCount(text, mostCustomers) ? undefined : `Enter a whole number from 1 to ${mostCustomers}.`,
  ),
];

function step(
  key: keyof Draft,
  prompt: string,
  placeholder: string,
  check: (text: string) => string | undefined = () => undefined,
): TextStep<Draft> {
  return {
    kind: "text",
    prompt,
    placeholder,
    value: (draft) => draft[key],
    check: (text) => check(text.trim()),
    accept: (draft, text) => ({ ...draft, [key]: text }),
  };
}

function isCount(text: string, most: number): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}
