import { Button, Group, PasswordInput } from '@mantine/core';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '@/ui';
import { makePassword, shortestPassword } from './password';

interface Props {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  label?: string;
  autoFocus?: boolean;
}

/** A new password: typed, or made here and shown to be handed on. */
export function PasswordField({ value, onChange, error, label, autoFocus = false }: Props) {
  const { t } = useTranslation('admin');
  const [visible, setVisible] = useState(false);
  const [made, setMade] = useState('');
  const make = () => {
    const password = makePassword();
    setMade(password);
    setVisible(true);
    onChange(password);
  };
  return (
    <div>
      <PasswordInput
        label={label ?? t('password.new')}
        description={t('password.rule', { least: shortestPassword })}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visible={visible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        autoComplete="new-password"
        error={error}
        required
        data-autofocus={autoFocus || undefined}
      />
      <Group gap="xs" mt={6}>
        <Button size="xs" variant="default" leftSection={<Dices size={14} aria-hidden />} onClick={make}>
          {t('password.make')}
        </Button>
        {made && made === value && <CopyText text={made} shown="" />}
      </Group>
    </div>
  );
}
