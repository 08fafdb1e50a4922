export { Placeholder as default } from '@/app/Placeholder';
