import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';

/** The accent: an indigo that keeps 4.5:1 against white from shade 6 on, and against the dark body up to shade 4. */
const accent: MantineColorsTuple = ['#eef1fd', '#dde2fa', '#bcc6f5', '#9aa8ef', '#7d8de9', '#6273de', '#4a5bd0', '#3d4fc4', '#3343a6', '#2a3785'];

/** Cool greys of the dark scheme: [0] text … [4] borders … [7] body. */
const dark: MantineColorsTuple = ['#dce1ea', '#bcc4d1', '#9ba5b5', '#778294', '#39424f', '#2a323d', '#1f262f', '#151a21', '#10141a', '#0b0e12'];

const gray: MantineColorsTuple = ['#f7f8fa', '#f0f2f5', '#e4e7ec', '#d3d8e0', '#bac1cc', '#949daa', '#737d8c', '#576170', '#3b434f', '#20262e'];

const tones: Record<string, string> = { accent: 'accent', red: 'danger', teal: 'success', green: 'success', yellow: 'warning', orange: 'warning', blue: 'info', cyan: 'info', gray: 'neutral' };

/** The kit's red is too light for white words on it. */
const red: MantineColorsTuple = ['#fff4f3', '#fdeae8', '#fbcfca', '#f7a59d', '#f17a70', '#e5534b', '#c9302c', '#b42318', '#942018', '#7a1d17'];

/** Mantine's light and subtle variants are too pale for small text (axe: 4.5:1), so they take the tones of app.css. */
const variants: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const tone = tones[input.color ?? input.theme.primaryColor];
  if (!tone) return colors;
  const hover = `color-mix(in srgb, var(--tone-${tone}-bg), var(--tone-${tone}-fg) 10%)`;
  if (input.variant === 'light') return { ...colors, background: `var(--tone-${tone}-bg)`, hover, color: `var(--tone-${tone}-fg)` };
  if (input.variant === 'subtle') return { ...colors, hover: `var(--tone-${tone}-bg)`, color: `var(--tone-${tone}-fg)` };
  return colors;
};

/** The list itself scrolls, not a box in it: assistive software takes that for what it is. */
const pickList = { defaultProps: { size: 'sm', withScrollArea: false }, styles: { options: { maxHeight: 240, overflowY: 'auto' as const } } };

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark, gray, red },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '8px' },
  defaultRadius: 'md',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '20px', lineHeight: '1.3' }, h2: { fontSize: '16px', lineHeight: '1.4' }, h3: { fontSize: '14px', lineHeight: '1.4' } } },
  shadows: { xs: 'none', sm: '0 1px 2px rgb(0 0 0 / 8%)', md: '0 4px 16px rgb(0 0 0 / 12%)', lg: '0 8px 24px rgb(0 0 0 / 14%)', xl: '0 12px 32px rgb(0 0 0 / 16%)' },
  focusRing: 'auto',
  cursorType: 'pointer',
  variantColorResolver: variants,
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 550 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: pickList,
    MultiSelect: pickList,
    Autocomplete: pickList,
    TagsInput: pickList,
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2 } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    // Their <header> would be a second banner of the page.
    Modal: { styles: { title: { fontWeight: 600 } }, defaultProps: { attributes: { header: { role: 'presentation' } }, centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45 }, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } }, position: 'right', overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 140 } } },
    // The placeholder is a focusable child that a menu must not have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', position: 'bottom-end', withinPortal: true } },
    SegmentedControl: { defaultProps: { size: 'sm' }, styles: { root: { background: 'var(--surface-sunken)', border: '1px solid var(--line)', padding: 2 } } },
    Tabs: { styles: { tab: { fontWeight: 500 } } },
    Badge: { defaultProps: { radius: 'sm' }, styles: { root: { textTransform: 'none', fontWeight: 550 } } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1a1f27',
    '--mantine-color-dimmed': '#5b6472',
    '--mantine-color-placeholder': '#6b7482',
    '--mantine-color-anchor': '#3343a6',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': '#d3d8e0',
  },
  dark: {
    '--mantine-color-body': '#151a21',
    '--mantine-color-text': '#dce1ea',
    '--mantine-color-dimmed': '#9ba5b5',
    '--mantine-color-placeholder': '#8a94a5',
    '--mantine-color-anchor': '#aab6f5',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-default': '#1b2129',
    '--mantine-color-default-hover': '#242c36',
    '--mantine-color-default-border': '#39424f',
  },
});
