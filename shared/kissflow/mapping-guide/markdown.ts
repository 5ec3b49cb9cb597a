/** The guide's page in Markdown. */

import { inBothViews } from '../entra-views.ts';
import type { MappingGuide } from './guide.ts';
import { mappingGuidePage } from './page.ts';
import type { Block, PageTable, RunningText, Section, TextPart } from './page-text.ts';

export function mappingGuideMarkdown(guide: MappingGuide): string {
  const { title, introduction, sections } = mappingGuidePage(guide);
  const parts = [`# ${escapedText(title)}`, markdownText(introduction), ...sections.flatMap(markdownSection)];
  return `${parts.join('\n\n')}\n`;
}

const markdownSection = ({ title, blocks }: Section, index: number): readonly string[] => [
  `## ${index + 1}. ${title}`,
  ...blocks.map(markdownBlock),
];

function markdownBlock(block: Block): string {
  if ('table' in block) return markdownTable(block.table);
  return 'list' in block
    ? block.list.map((item) => `- ${markdownText(item)}`).join('\n')
    : markdownText(block.text);
}

function markdownTable({ head, rows }: PageTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = rows.map(({ cells }) => line(cells.map(markdownText)));
  return [line(head), line(head.map(() => '---')), ...lines].join('\n');
}

const markdownText = (text: RunningText): string => text.map(markdownPart).join('');

function markdownPart({ text, style, older = '' }: TextPart): string {
  switch (style) {
    case 'code':
      return `\`${text}\``;
    case 'strong':
      return `**${escapedText(text)}**`;
    case 'emphasis':
      return `*${escapedText(text)}*`;
    case 'place':
      return inBothViews({ current: `**${text}**`, older: `**${older}**` });
    case 'link':
      return text;
    default:
      return escapedText(text);
  }
}

/** On one line, with every character escaped that has a meaning in Markdown or HTML: an account names its fields. */
const escapedText = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>&|~]/g, (mark) => `\\${mark}`);
