import { Badge, type BadgeProps } from '@mantine/core';

/** A word in a table: never cut, whatever the other columns take. */
export function Tag(props: BadgeProps) {
  return <Badge variant="default" {...props} style={{ minWidth: 'max-content' }} />;
}
