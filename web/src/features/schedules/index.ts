export { ScheduleDrawer, type ScheduledWorkflow } from './ScheduleDrawer';
export { cronWords } from './cronWords';
