import { Badge, Group, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormPart } from './form';
import { entryAt } from './NodeFormStore';
import classes from '../NodeForms.module.css';

export interface SectionInfo {
  id: string;
  title: string;
  /** Fields in it, so that the list of sections can tell how many are wrong. */
  paths: string[];
}

export const sectionId = (id: string) => `node-form-${id}`;

export function Section({ id, title, text, aside, children }: { id: string; title: string; text?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section id={sectionId(id)} aria-labelledby={`${sectionId(id)}-title`} className={classes.section}>
      <Group justify="space-between" align="baseline" mb={text ? 2 : 'sm'}>
        <Text component="h3" id={`${sectionId(id)}-title`} fw={600} fz={14} m={0} tabIndex={-1}>
          {title}
        </Text>
        {aside}
      </Group>
      {text && (
        <Text size="xs" c="dimmed" mb="sm">
          {text}
        </Text>
      )}
      <Stack gap="md">{children}</Stack>
    </section>
  );
}

/** Fields side by side, as many as the drawer's width takes. */
export function Row({ children, columns = 2 }: { children: ReactNode; columns?: 2 | 3 | 4 }) {
  return (
    <SimpleGrid type="container" cols={{ base: 1, '440px': 2, '700px': columns }} spacing="md" verticalSpacing="md">
      {children}
    </SimpleGrid>
  );
}

/** Fields that are rarely needed. It opens by itself where one of them has a value or is wrong. */
export function Fold({ title, paths, filled, children }: { title: string; paths: string[]; filled: number; children: ReactNode }) {
  const { t } = useTranslation('node-forms');
  const wrong = useFormPart((state) => paths.some((path) => entryAt(state, path, false) !== undefined));
  const [opened, setOpened] = useState(filled > 0 || wrong);
  const id = useId();
  useEffect(() => {
    if (wrong) setOpened(true);
  }, [wrong]);
  return (
    <div data-fold={opened ? 'open' : 'closed'} className={classes.fold}>
      <UnstyledButton aria-expanded={opened} aria-controls={id} onClick={() => setOpened(!opened)} className={classes.foldButton}>
        <ChevronRight size={15} aria-hidden style={{ transform: opened ? 'rotate(90deg)' : undefined, transition: 'transform 120ms' }} />
        <span>{title}</span>
        {filled > 0 && (
          <Badge size="sm" variant="light" color="gray">
            {t('fold.filled', { count: filled })}
          </Badge>
        )}
      </UnstyledButton>
      <div id={id} hidden={!opened}>
        <Stack gap="md" pt="sm">
          {children}
        </Stack>
      </div>
    </div>
  );
}
