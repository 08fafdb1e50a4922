import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useRights } from '@/app/session';
import classes from './HomePage.module.css';

const steps = [
  { key: 'endpoints', to: '/dms/embedded/endpoints' },
  { key: 'project', to: '/projects' },
  { key: 'workflow' },
  { key: 'run' },
] as const;

/** The way from an empty server to the first migration. */
export function QuickStart() {
  const { t } = useTranslation('home');
  const { can } = useRights();
  return (
    <section aria-label={t('start.title')}>
      <Text c="dimmed" size="sm" mb="md" maw={640}>
        {t(can('project.create') ? 'start.text' : 'start.textUser')}
      </Text>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.key}>
            <Text fw={600} size="sm">
              {t(`start.step.${step.key}`)}
            </Text>
            <Text size="sm" c="dimmed" mt={4}>
              {t(`start.stepText.${step.key}`)}
            </Text>
            {'to' in step && (
              <Button component={Link} to={step.to} size="xs" mt="sm" variant={step.key === 'project' ? 'filled' : 'default'}>
                {t(`start.go.${step.key}`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
