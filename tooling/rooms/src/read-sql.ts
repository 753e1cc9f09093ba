import { COMPUTED, type Found } from './read-code.ts'

/** What a piece of SQL makes, writes and uses, each by its name in lower case. */
export interface Sql {
  /** Tables that it makes. */
  readonly tables: readonly Found[]
  /** Functions, procedures and views that it defines. */
  readonly routines: readonly Found[]
  /** Tables that it writes; `…` for a name that is known only when it runs. */
  readonly writes: readonly Found[]
  /** Whatever looks like a call or is read from: functions and views, and other things too. */
  readonly uses: readonly Found[]
}

const NAME = '(?:"?\\w+"?\\.)?"?\\w+"?'
const ANY_NAME = `(?:${NAME}|${COMPUTED})`
/** A pattern in which a blank stands for any white space. */
const sql = (pattern: string) => new RegExp(pattern.replaceAll(' ', '\\s+'), 'gi')

const PATTERNS = {
  tables: [sql(`\\bcreate (?:unlogged |temporary )?table (?:if not exists )?(${NAME})`)],
  routines: [
    sql(
      `\\bcreate (?:or replace )?(?:function|procedure|(?:materialized )?view) (?:if not exists )?(${NAME})`,
    ),
  ],
  writes: [
    sql(`\\b(?:insert into|merge into|delete from) (?:only )?(${ANY_NAME})`),
    // Not the `truncate on` of a trigger.
    sql(`\\btruncate (?:table )?(?:only )?(?!on\\b)(${ANY_NAME}(?:\\s*,\\s*${ANY_NAME})*)`),
    // Not `for update`, `do update set`, `on update cascade`.
    sql(`\\bupdate (?:only )?(${ANY_NAME})(?: (?:as )?\\w+)? set\\b`),
  ],
  uses: [
    // Not where it is defined or dropped, nor the columns of an `insert into`.
    sql(
      `(?<!\\b(?:create|replace|drop|alter|on) (?:function|procedure) (?:if exists )?|\\binto |[\\w."])(${NAME})\\s*\\(`,
    ),
    sql(`\\b(?:from|join) (?:only )?(${NAME})`),
  ],
}

/** Comments and quoted text; the body of a function, between dollars, is neither. */
const SILENT = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g

/** Reads SQL, or a string that may be some. @param line where in its file it begins */
export function readSql(text: string, line = 1): Sql {
  const spoken = text.replace(SILENT, (silent) => silent.replace(/[^\n]/g, ' '))
  const named = (patterns: readonly RegExp[]) =>
    patterns.flatMap((pattern) =>
      [...spoken.matchAll(pattern)].flatMap(({ 1: names = '', index }) =>
        names.split(',').map((name) => ({
          text: plain(name),
          line: line + spoken.slice(0, index).split('\n').length - 1,
        })),
      ),
    )
  return {
    tables: named(PATTERNS.tables),
    routines: named(PATTERNS.routines),
    writes: named(PATTERNS.writes),
    uses: named(PATTERNS.uses),
  }
}

function plain(name: string): string {
  return name
    .replace(/["\s]/g, '')
    .toLowerCase()
    .replace(/^public\./, '')
}
