export { joinMessages } from './join.ts';
export { isReasonCode, NOT_KEPT, reasonCodeWords, wordsOfReason, type ReasonCode } from './reasons.ts';
export {
  isQueueName,
  parseMessage,
  queueNames,
  queues,
  type QueueMessage,
  type QueueName,
} from './queues.ts';
