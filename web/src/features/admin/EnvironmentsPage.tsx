import { EnvironmentList } from './EnvironmentList';

export default function EnvironmentsPage() {
  return <EnvironmentList />;
}
