export { backError, taskError } from './task-error.ts'
export { taskLine, taskText, unreadText } from './task-text.ts'
export { TaskId, TaskView, type TaskViewData, taskView } from './task-view.ts'
