export { readHeartbeats, startHeartbeat } from './heartbeat.ts';
export { openQueues, type JobContent, type Queues } from './queues.ts';
export { openProducerRedis, openWorkerRedis } from './redis.ts';
export { startRelay, sweep } from './relay.ts';
export { keepAppointments, type Appointment } from './schedule.ts';
export { startWorker, type Work } from './worker.ts';
