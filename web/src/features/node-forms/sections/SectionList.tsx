import { UnstyledButton } from '@mantine/core';
import { useEffect, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { sectionId, type SectionInfo } from '../fields/layout';
import classes from '../NodeForms.module.css';

/** Which section is at the top of what is seen. */
function useActiveSection(root: RefObject<HTMLElement | null>, ids: string): string | undefined {
  const [active, setActive] = useState<string>();
  useEffect(() => {
    const sections = ids.split(' ').map((id) => document.getElementById(sectionId(id)));
    const seen = new Map<Element, boolean>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) seen.set(entry.target, entry.isIntersecting);
        const first = sections.find((section) => section && seen.get(section));
        if (first) setActive(first.id.slice(sectionId('').length));
      },
      { root: root.current?.closest('[data-radix-scroll-area-viewport], .mantine-ScrollArea-viewport') ?? null, rootMargin: '-72px 0px -60% 0px' },
    );
    for (const section of sections) if (section) observer.observe(section);
    return () => observer.disconnect();
  }, [root, ids]);
  return active;
}

/** The form's sections to jump to, with the number of wrong fields in each. */
export function SectionList({ sections, root, countOf }: { sections: SectionInfo[]; root: RefObject<HTMLElement | null>; countOf: (section: SectionInfo) => number }) {
  const { t } = useTranslation('node-forms');
  const active = useActiveSection(root, sections.map((section) => section.id).join(' '));
  return (
    <nav className={classes.nav} aria-label={t('sections')}>
      {sections.map((section) => {
        const count = countOf(section);
        return (
          <UnstyledButton
            key={section.id}
            className={classes.navItem}
            data-active={active === section.id || undefined}
            aria-current={active === section.id || undefined}
            onClick={() => {
              document.getElementById(sectionId(section.id))?.scrollIntoView({ block: 'start' });
              document.getElementById(`${sectionId(section.id)}-title`)?.focus({ preventScroll: true });
            }}
          >
            {section.title}
            {count > 0 && (
              <span className={classes.count} role="img" aria-label={t('sections.wrong', { count })}>
                {count}
              </span>
            )}
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
