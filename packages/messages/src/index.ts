export { joinMessages } from './join.ts';
export { isQueueName, parseMessage, queueNames, queues, type Message, type QueueName } from './queues.ts';
