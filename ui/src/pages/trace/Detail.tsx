import { Fragment, type ReactNode, useState } from "react";
import { Link } from "wouter";
import type { HueOf } from "../../hooks/useHues";
import { text } from "../../model/attributes";
import { attributeLink, sameSpanLink, slowerLink } from "../../model/filterLink";
import { hueColour } from "../../model/hues";
import type { CriticalPath } from "../../model/path";
import { spanTiming, waitWords } from "../../model/rowWords";
import { glyph, isStatement, shortTitle, sqlTokens, statement, statusPill, title } from "../../model/spanWords";
import { groupPlace, type Tree } from "../../model/tree";
import { count, counted, offset } from "../../model/words";
import type { Attribute } from "../../types/attribute";
import { nanos } from "../../types/time";
import type { Span, SpanLink, Trace } from "../../types/trace";
import { KindGlyph } from "../chrome/Glyph";

interface DetailProps {
  readonly tree: Tree;
  readonly path: CriticalPath;
  readonly index: number;
  readonly hueOf: HueOf;
  readonly onSelect: (span: number) => void;
  readonly onClose: () => void;
  readonly onCopy: (text: string, said: string) => void;
}

/** Everything that was recorded about one span. */
export function Detail({ tree, path, index, hueOf, onSelect, onClose, onCopy }: DetailProps) {
  const { trace } = tree;
  const span = trace.spans[index]!;
  const resource = trace.resources[span.resource]!;
  const scope = trace.scopes[span.scope];
  const sql = statement(span);
  return (
    <aside className="side" aria-label="Selected span" style={{ "--c": hueColour(hueOf(span.service)) }}>
      <Head {...{ tree, path, index, onSelect, onClose }} />
      {span.status.message !== "" && <p className="message err">{span.status.message}</p>}
      {sql !== null && (
        <Part name="Statement" note={<CopyButton what="statement" text={sql} onCopy={onCopy} />}>
          <pre className="sql">
            {sqlTokens(sql).map((token, i) => (token.keyword ? <b key={i}>{token.text}</b> : token.text))}
          </pre>
        </Part>
      )}
      <Events trace={trace} span={span} />
      <Attributes
        name="Attributes"
        scope="span"
        trace={trace}
        list={span.attributes.filter(({ key, value }) => !isStatement(key) || text(value) !== sql)}
        dropped={span.droppedAttributes}
        onCopy={onCopy}
      />
      <Links links={span.links} dropped={span.droppedLinks} />
      <Attributes
        name="Resource"
        scope="resource"
        trace={trace}
        list={resource.attributes}
        dropped={0}
        onCopy={onCopy}
      />
      <Part name="Span">
        <dl className="kv ids">
          <Plain name="kind" value={span.kind} />
          <Plain name="scope" value={scope === undefined ? "" : `${scope.name} ${scope.version}`} />
          <Plain name="span id" value={span.spanId} onCopy={onCopy} />
          <Plain name="parent" value={span.parentSpanId ?? "none"} onCopy={onCopy} />
          <Plain name="trace id" value={trace.traceId} onCopy={onCopy} />
          {span.traceState !== "" && <Plain name="tracestate" value={span.traceState} onCopy={onCopy} />}
        </dl>
      </Part>
      <nav className="more sm" aria-label="From this span">
        <Link className="u" href={sameSpanLink(trace, span)}>
          All {shortTitle(span)} of {span.service}
        </Link>
        <Link className="u" href={slowerLink(trace, span)}>
          Those as slow as this
        </Link>
      </nav>
    </aside>
  );
}

type HeadProps = Pick<DetailProps, "tree" | "path" | "index" | "onSelect" | "onClose">;

function Head({ tree, path, index, onSelect, onClose }: HeadProps) {
  const span = tree.trace.spans[index]!;
  const timing = spanTiming(tree.trace, path, index);
  const call = tree.callOf[index]!;
  const place = groupPlace(call);
  const status = statusPill(span);
  const waited = waitWords(tree.trace.spans, index);
  return (
    <div>
      <div className="hop b">
        <span className="svc">{span.service}</span>
        <i>→</i>
        <KindGlyph kind={glyph(span)} />
        <span className="whole">{title(span)}</span>
        {status !== null && (
          <span className={`pill x${status.error ? " err" : ""}`}>
            {status.error ? "▲ " : ""}
            {status.text}
          </span>
        )}
        <button type="button" className="icon" aria-label="Close" title="Close (esc)" onClick={onClose}>
          ×
        </button>
      </div>
      <p className="sm i2">
        starts at {timing.start} · lasts <b>{timing.lasts}</b>
        {timing.share !== null && <> · {timing.share} of the critical path</>}
        {waited !== null && <> · {waited} in the queue</>}
      </p>
      {call.client !== null && (
        <p className="sides sm" role="group" aria-label="Sides of the call">
          <Side
            name="client"
            service={tree.trace.spans[call.client]!.service}
            on={index === call.client}
            pick={() => onSelect(call.client!)}
          />
          <Side
            name="server"
            service={tree.trace.spans[call.span]!.service}
            on={index === call.span}
            pick={() => onSelect(call.span)}
          />
        </p>
      )}
      {place !== null && (
        <p className="sides sm">
          <button
            type="button"
            className="pill line"
            disabled={place.previous === null}
            onClick={() => onSelect(place.previous!)}
          >
            ‹ before
          </button>
          <span className="i2">
            {count(place.nth)} of {counted(place.of, "alike sibling")}
          </span>
          <button
            type="button"
            className="pill line"
            disabled={place.next === null}
            onClick={() => onSelect(place.next!)}
          >
            next ›
          </button>
        </p>
      )}
    </div>
  );
}

interface SideProps {
  readonly name: string;
  readonly service: string;
  readonly on: boolean;
  readonly pick: () => void;
}

function Side({ name, service, on, pick }: SideProps) {
  return (
    <button type="button" className={`pill ${on ? "on" : "line"}`} aria-pressed={on} onClick={pick}>
      {name} in {service}
    </button>
  );
}

export function Part({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section>
      <div className="sec">
        <h2>{name}</h2>
        <span className="end xs i3">{note}</span>
      </div>
      {children}
    </section>
  );
}

function CopyButton({
  what,
  text: value,
  onCopy,
}: {
  readonly what: string;
  readonly text: string;
  readonly onCopy: DetailProps["onCopy"];
}) {
  return (
    <button type="button" className="act" aria-label={`Copy ${what}`} onClick={() => onCopy(value, `Copied ${what}`)}>
      copy
    </button>
  );
}

function Events({ trace, span }: { readonly trace: Trace; readonly span: Span }) {
  if (span.events.length === 0 && span.droppedEvents === 0) return null;
  return (
    <Part
      name="Events"
      note={span.droppedEvents > 0 ? `${count(span.droppedEvents)} dropped at the SDK` : "from span start"}
    >
      <dl className="ev">
        {span.events.map((event, i) => (
          <div key={i} id={`event-${trace.traceId}-${i}`}>
            <dt className="i3">{offset(nanos(event.offset - span.start))}</dt>
            <dd>
              {event.name}
              {event.attributes.map((attribute) => (
                <span key={attribute.key} className="mono i2" title={attribute.key}>
                  {text(attribute.value)}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

interface AttributesProps {
  readonly name: string;
  readonly scope: "span" | "resource";
  readonly trace: Trace;
  readonly list: readonly Attribute[];
  readonly dropped: number;
  readonly onCopy: DetailProps["onCopy"];
}

function Attributes({ name, scope, trace, list, dropped, onCopy }: AttributesProps) {
  if (list.length === 0 && dropped === 0) return null;
  return (
    <Part name={name} note={dropped > 0 ? `${count(dropped)} dropped at the SDK` : "= finds all with this value"}>
      <dl className="kv">
        {list.map((attribute) => {
          const link = attributeLink(trace, scope, attribute);
          return (
            <div key={attribute.key}>
              <dt title={attribute.key}>
                <Dotted text={attribute.key} />
              </dt>
              <dd>
                <Value text={text(attribute.value)} />
                <span className="acts">
                  {link !== null && (
                    <Link className="act" href={link} aria-label={`Find all with this ${attribute.key}`}>
                      =
                    </Link>
                  )}
                  <CopyButton what={attribute.key} text={text(attribute.value)} onCopy={onCopy} />
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </Part>
  );
}

/** A name that may break after its dots. */
function Dotted({ text: name }: { readonly text: string }) {
  return name.split(/(?<=\.)/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** Longer values are folded: a command line would push everything else off the panel. */
const VALUE_MAX = 240;

function Value({ text: value }: { readonly text: string }) {
  const [whole, setWhole] = useState(false);
  if (value.length <= VALUE_MAX) return value;
  return (
    <>
      {whole ? value : value.slice(0, VALUE_MAX)}
      <button type="button" className="act" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? "less" : `… ${count(value.length - VALUE_MAX)} more`}
      </button>
    </>
  );
}

function Plain({
  name,
  value,
  onCopy,
}: {
  readonly name: string;
  readonly value: string;
  readonly onCopy?: DetailProps["onCopy"];
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {onCopy !== undefined && (
          <span className="acts">
            <CopyButton what={name} text={value} onCopy={onCopy} />
          </span>
        )}
      </dd>
    </div>
  );
}

function Links({ links, dropped }: { readonly links: readonly SpanLink[]; readonly dropped: number }) {
  if (links.length === 0 && dropped === 0) return null;
  return (
    <Part name="Links" note={dropped > 0 ? `${count(dropped)} dropped at the SDK` : "to other spans"}>
      <ul className="links sm">
        {links.map((link) => (
          <li key={`${link.traceId} ${link.spanId}`}>
            <Link className="u mono" href={`/trace/${link.traceId}?span=${link.spanId}`}>
              {link.traceId.slice(0, 12)} · {link.spanId}
            </Link>
            {link.attributes.map((attribute) => (
              <span key={attribute.key} className="mono i2" title={attribute.key}>
                {" "}
                {text(attribute.value)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Part>
  );
}
