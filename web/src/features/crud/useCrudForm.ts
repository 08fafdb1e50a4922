import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '@/api/client';
import { isStale, notifyDone } from '@/ui';

interface Options<V, R> {
  /** What is changed; undefined: a new one is made. */
  row: R | undefined;
  valuesOf: (row: R | undefined) => V;
  /** `overwrite`: whatever revision is there now. */
  save: (values: V, row: R | undefined, overwrite: boolean) => Promise<unknown>;
  /** Reads the row again, after somebody else changed it. */
  reread?: (row: R) => Promise<R>;
  /** Read again after saving. */
  refresh: QueryKey;
  done: (values: V) => string;
  onClose: () => void;
}

/** State of a form that makes or changes a thing: values, what the server says to each, and conflicts. */
export function useCrudForm<V extends object, R>({ row, valuesOf, save, reread, refresh, done, onClose }: Options<V, R>) {
  const client = useQueryClient();
  const [base, setBase] = useState(row);
  const [values, setValues] = useState(() => valuesOf(row));
  const mutation = useMutation({
    mutationFn: (overwrite: boolean) => save(values, base, overwrite),
    onSuccess: async () => {
      onClose();
      notifyDone(done(values));
      await client.invalidateQueries({ queryKey: refresh });
    },
  });
  const { error } = mutation;
  const stale = isStale(error);
  const shown = new Set<string>();
  /** The server's word on a member of the body; named here, it stands at the field and not above the form. */
  const errorAt = (path: string) => {
    shown.add(path);
    return isProblem(error) ? error.at(path) : undefined;
  };
  return {
    isNew: base === undefined,
    values,
    set: (part: Partial<V>) => setValues((old) => ({ ...old, ...part })),
    /** Properties of a text input. */
    text: (name: keyof V & string, path = `$.${name}`) => ({
      value: values[name] as string,
      onChange: (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget;
        setValues((old) => ({ ...old, [name]: value }));
      },
      error: errorAt(path),
    }),
    errorAt,
    stale,
    dirty: JSON.stringify(values) !== JSON.stringify(valuesOf(base)),
    busy: mutation.isPending,
    /** What no field shows. */
    error: () => (!error || stale || (isProblem(error) && error.problems.length > 0 && error.problems.every((problem) => shown.has(problem.path))) ? undefined : error),
    submit: () => mutation.mutate(false),
    overwrite: () => mutation.mutate(true),
    reload: async () => {
      if (!base || !reread) return;
      const fresh = await reread(base);
      setBase(fresh);
      setValues(valuesOf(fresh));
      mutation.reset();
    },
    onClose,
  };
}

/** What CrudDrawer needs of a form, whatever its values are. */
export type CrudForm = Pick<ReturnType<typeof useCrudForm<Record<string, unknown>, unknown>>, 'isNew' | 'stale' | 'dirty' | 'busy' | 'error' | 'submit' | 'overwrite' | 'reload' | 'onClose'>;
