import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { initI18n } from '@/i18n';
import { ConfirmProvider } from '@/ui/confirm';
import { NodeFormDrawer } from './NodeFormDrawer';
import type { NodeFormProps, TaskDocument } from './types';

// A text area stands for the code editor, whose layout needs a real browser.
vi.mock('@/ui/CodeEditor', () => ({
  CodeEditor: ({ value, label, onChange }: { value: string; label: string; onChange: (text: string) => void }) => <textarea aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />,
}));

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// A whole form takes seconds to lay out without a browser, on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, ResizeObserver: Observer, IntersectionObserver: Observer });
  window.matchMedia = (query) => ({ matches: false, media: query, onchange: null, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => false });
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ title: 'no such route', status: 404 }), { status: 404 })));
  await initI18n('en');
  const { default: i18next } = await import('i18next');
  await i18next.loadNamespaces('node-forms');
});

let root: Root;
let host: HTMLElement;
beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.innerHTML = '';
});

const task: TaskDocument = {
  name: 'load',
  taskType: 'DMS',
  mine: { kept: true },
  taskParams: {
    migrationType: 'full-load',
    replicationTaskIdentifier: 'shop',
    replicationInstanceArn: 'local',
    sourceEndpointArn: 'a',
    targetEndpointArn: 'b',
    tableMappings: 'file://shop.json',
    mystery: 1,
  },
};

async function show(props: Partial<NodeFormProps>) {
  const given: NodeFormProps = { task, document: { tasks: [task] }, projectCode: '1', problems: [], readOnly: false, isNew: false, onApply: vi.fn(), onCancel: vi.fn(), ...props };
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <ConfirmProvider>
            <NodeFormDrawer {...given} />
          </ConfirmProvider>
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  return given;
}

const field = (path: string) => document.querySelector<HTMLInputElement>(`[data-field="${path}"] input, [data-field="${path}"] textarea`);
const button = (name: string) => [...document.querySelectorAll('button')].find((each) => each.textContent === name);
const click = (element: Element | null | undefined) => act(async () => (element as HTMLElement).click());

async function type(element: HTMLInputElement | null, text: string) {
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element!) as object, 'value')!.set!;
  await act(async () => {
    set.call(element, text);
    element!.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const shell: TaskDocument = { name: 'prepare', taskType: 'SHELL', taskParams: { rawScript: 'true' } };

it('DMS: hands back the same node when only the switches were looked at; tells problems at their fields', async () => {
  const { onApply } = await show({ problems: [{ path: '$.taskParams.targetEndpointArn', message: 'there is no endpoint "b"' }] });
  expect(field('taskParams.targetEndpointArn')?.getAttribute('aria-invalid')).toBe('true');
  await click(field('taskParams.isRestartTask'));
  expect(field('taskParams.sourceEndpointArn')).toBeNull();
  expect(field('taskParams.replicationTaskArn')).not.toBeNull();
  await click(field('taskParams.isRestartTask'));
  expect(field('taskParams.sourceEndpointArn')?.value).toBe('a');
  await type(field('taskParams.targetEndpointArn'), 'c');
  expect(document.body.textContent).not.toContain('there is no endpoint "b"');
  await click(button('Apply'));
  expect(onApply).toHaveBeenCalledWith({ ...task, taskParams: { ...(task.taskParams as object), targetEndpointArn: 'c', isRestartTask: false } });
});

it('marks what is missing and goes on only when told to', async () => {
  const { onApply } = await show({ task: { ...shell, taskParams: {} } });
  expect(document.body.textContent).not.toContain('This is needed');
  await click(button('Apply'));
  expect(onApply).not.toHaveBeenCalled();
  expect(document.body.textContent).toContain('1 field needs attention');
  await click(button('Apply anyway'));
  expect(onApply).toHaveBeenCalledWith({ ...shell, taskParams: {} });
});

it('never takes a node without a name, and asks before changes are thrown away', async () => {
  const { onCancel } = await show({ task: shell });
  await type(field('name'), '');
  await click(button('Apply'));
  expect(button('Apply anyway')).toBeUndefined();
  expect(field('name')?.getAttribute('aria-invalid')).toBe('true');
  await click(button('Cancel'));
  expect(onCancel).not.toHaveBeenCalled();
  await click(button('Discard changes'));
  expect(onCancel).toHaveBeenCalled();
});

it('edits a node of a type without a form as JSON', async () => {
  const python = { name: 'p', taskType: 'PYTHON', taskParams: { rawScript: 'print(1)' } };
  const { onApply } = await show({ task: python });
  await type(field('taskParams'), '{"rawScript": "print(2)", "x": 1}');
  await click(button('Apply'));
  expect(onApply).toHaveBeenCalledWith({ ...python, taskParams: { rawScript: 'print(2)', x: 1 } });
});
