import { messageOf } from "../../src/simulator/agentMessages";
import { writeJson } from "../../src/util/json";

/** An answer to concludeChat of so many million bytes, with members of every kind. */
export function largeAnswer(megabytes: number): string {
  const messages: string[] = [];
  for (let size = 0, index = 0; size < megabytes * 1_000_000; index += 1) {
    const message =
      `{"messageType":"Chat","sequenceNumber":${index},"sequenceNumberString":"${index}",` +
      `"engagementId":9007199254740993,"createdTime":${1618317020415 + index},` +
      `"from":{"name":"Customer ${index}","role":"CONSUMER"},"text":"Grüße, line \\"${index}\\"\\nand another",` +
      `"tags":["a",{"note":null,"ok":true,"ratio":0.25}]}`;
    messages.push(message);
    size += Buffer.byteLength(message) + 1;
  }
  return `{"chatConcludeEngagementResult":{"engagementId":4711,"engagementIdString":"4711"},"chatSystemError":null,"clientSendTime":1,"serviceStartTime":5,"serviceFinishTime":5,"sessionId":"x","clientId":939,"sequenceNumber":2,"messages":[${messages.join(",")}]}`;
}

/** An answer to getMessages that puts engagements into the agent's hands, a message each. */
export function engagementsGiven(from: number, count: number): string {
  return answer(count, (index) => ({
    ChatEngagementParticipantAdded: messageOf(
      { engagementId: BigInt(from + index), clientId: 7n, senderType: "END_USER" },
      "ChatEngagementParticipantAdded",
      { firstName: "Customer", lastName: String(index), question: `What of order ${index}?` },
      { createdTime: Date.now(), sequenceNumber: index },
    ),
  }));
}

/** An answer to getMessages with lines of customers, in turns of so many engagements. */
export function chatLines(from: number, engagements: number, count: number): string {
  return answer(count, (index) => ({
    ChatPostMessage: messageOf(
      { engagementId: BigInt(from + (index % engagements)), clientId: 7n, senderType: "END_USER" },
      "ChatPostMessage",
      { body: `Line ${index}: Grüße aus Köln, and thanks for the quick reply` },
      { createdTime: Date.now(), sequenceNumber: index },
    ),
  }));
}

function answer(count: number, messageAt: (index: number) => unknown): string {
  return writeJson({
    getResponseTypes: Array.from({ length: count }, (_, index) => messageAt(index)),
    ...{ chatSystemError: null, clientSendTime: 1, serviceStartTime: 5, serviceFinishTime: 5 },
    ...{ sessionId: "x", clientId: 939, sequenceNumber: 2 },
  });
}
