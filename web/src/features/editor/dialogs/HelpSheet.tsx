import { Modal, SimpleGrid, Stack, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui';

/** What keys do; the first part of a group names it. */
const groups = {
  canvas: [
    ['arrows', ['←', '→', '↑', '↓']],
    ['extend', ['Shift+→']],
    ['open', ['Enter']],
    ['connect', ['c']],
    ['menu', ['Shift+F10']],
    ['nudge', ['mod+→']],
    ['prohibit', ['p']],
    ['delete', ['Del']],
    ['escape', ['Esc']],
  ],
  editing: [
    ['save', ['mod+s']],
    ['undo', ['mod+z']],
    ['redo', ['mod+Shift+z', 'mod+y']],
    ['copy', ['mod+c']],
    ['cut', ['mod+x']],
    ['paste', ['mod+v']],
    ['duplicate', ['mod+d']],
    ['all', ['mod+a']],
    ['find', ['/']],
    ['help', ['?']],
  ],
  mouse: [
    ['pan', []],
    ['zoom', []],
    ['area', []],
    ['port', []],
    ['double', []],
  ],
} as const satisfies Record<string, readonly (readonly [string, readonly string[]])[]>;

export function HelpSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('editor');
  return (
    <Modal opened={opened} onClose={onClose} title={t('help.title')} size={860} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <SimpleGrid cols={2} spacing="xl">
        {(['canvas', 'editing', 'mouse'] as const).map((group) => (
          <Stack key={group} gap={4}>
            <Title order={3}>{t(`help.${group}`)}</Title>
            <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0} fz="sm">
              <Table.Tbody>
                {groups[group].map(([name, keys]) => (
                  <Table.Tr key={name}>
                    <Table.Td>{t(`keys.${name}`)}</Table.Td>
                    {keys.length > 0 && (
                      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                        {keys.map((key) => (
                          <span key={key} style={{ marginLeft: 6 }}>
                            <Kbd keys={key} />
                          </span>
                        ))}
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
