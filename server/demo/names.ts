import { at, type Random } from './random.ts'

const SOUNDS: Record<string, string> = {
  镜: 'jing',
  澜: 'lan',
  汐: 'xi',
  荻: 'di',
  芷: 'zhi',
  蘅: 'heng',
  棠: 'tang',
  榆: 'yu',
  梧: 'wu',
  樟: 'zhang',
  枫: 'feng',
  鹭: 'lu',
  鸥: 'ou',
  雁: 'yan',
  汀: 'ting',
  渚: 'zhu',
  浦: 'pu',
  渡: 'du',
  蒲: 'pu',
  菱: 'ling',
  帆: 'fan',
  舸: 'ge',
  桥: 'qiao',
  潮: 'chao',
  光: 'guang',
  波: 'bo',
  川: 'chuan',
  华: 'hua',
  湾: 'wan',
  云: 'yun',
  月: 'yue',
  岸: 'an',
  林: 'lin',
  源: 'yuan',
  安: 'an',
  宁: 'ning',
  和: 'he',
  泰: 'tai',
  康: 'kang',
  明: 'ming',
  秀: 'xiu',
  瑞: 'rui',
  启: 'qi',
  新: 'xin',
  兴: 'xing',
  远: 'yuan',
}
const FIRST = [...'镜澜汐荻芷蘅棠榆梧樟枫鹭鸥雁汀渚浦渡蒲菱帆舸桥潮']
const SECOND = [...'光波川华湾云月岸林源安宁和泰康明秀瑞启新兴远']

export interface Name {
  zh: string
  en: string
}

const spell = (word: string): string => {
  const sounds = [...word].map(sign => SOUNDS[sign] ?? '').join('')
  return at(sounds.slice(0, 1).toUpperCase().split(''), 0) + sounds.slice(1)
}

/** A hat of made-up street names: none comes out twice. */
export function streetNames(chance: Random): (kind: '路' | '街' | '巷') => Name {
  const words = chance.shuffled(FIRST.flatMap(first => SECOND.map(second => first + second)))
  const suffix = { 路: 'Road', 街: 'Street', 巷: 'Lane' }
  let taken = 0
  return kind => {
    const word = at(words, taken)
    taken += 1
    return { zh: word + kind, en: `${spell(word)} ${suffix[kind]}` }
  }
}

const SURNAMES = [
  ...'陆顾沈许周吴郑王冯陈褚卫蒋韩杨朱秦尤何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎',
]
const GIVEN = [
  '志强',
  '明哲',
  '建平',
  '岚',
  '海燕',
  '国栋',
  '晓峰',
  '丽华',
  '永康',
  '文斌',
  '春梅',
  '立新',
  '佳怡',
  '浩然',
  '雪芬',
  '振宇',
  '慧敏',
  '正阳',
  '学勤',
  '美玲',
  '俊杰',
  '思远',
  '金凤',
  '卫东',
  '若兰',
  '长青',
  '玉珍',
  '启明',
  '宏伟',
  '静怡',
  '少华',
  '德明',
  '一鸣',
  '秀英',
]

/** Made-up people, each name once. */
export function personNames(chance: Random): () => string {
  const names = chance.shuffled(SURNAMES.flatMap(surname => GIVEN.map(given => surname + given)))
  let taken = 0
  return () => at(names, taken++)
}

/** Invented numbers in a range that no network gives out. */
export function phoneNumbers(from = 0): () => string {
  let taken = from
  return () => `199-0000-${String(++taken).padStart(4, '0')}`
}
