import type { OperationName } from "../chat/operations";

/** The pages' response examples with their fault, as far as they were seen: a comma before a closing brace. */
export const documentedBrokenAnswers: Readonly<Partial<Record<OperationName, string>>> = {
  concludeChat: `{
  "chatConcludeEngagementResult": {
    "engagementId": 1000,
    "engagementIdString": "1000",
    },
    "chatSystemError": null,
    "clientSendTime": 1618302560000,
    "serviceStartTime": 1647960946752,
    "serviceFinishTime": 1647960946946,
    "sessionId": "node01h8m13tljpm7ns8nayp0pid91",
    "clientId": 939,
    "clientIdString": "939",
    "sequenceNumber": 2,
    "sequenceNumberString": "2"
}`,
};

/**
 * Whether a body is what a shell makes of the page's cURL example: there `-d ' -H 'X-AID: 12' {…}'`
 * stands where `-H 'X-AID: 12' -d '{…}'` is meant.
 */
export function isDocumentedCurl(body: string): boolean {
  return /^\s*-H\s*'?X-AID:/i.test(body);
}
