export { joinMessages } from './join.ts';
export { isReasonCode, reasonWords, wordsOfReason, type ReasonCode } from './reasons.ts';
export { isQueueName, parseMessage, queueNames, queues, type Message, type QueueName } from './queues.ts';
