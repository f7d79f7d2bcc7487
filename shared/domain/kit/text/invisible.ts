/**
 * Members of a character class (with the flag `u`) that show nothing, or only a gap: white space, control and format
 * characters, halves of surrogate pairs, private use, and what Unicode wants ignored where it is not supported, such as
 * fillers and variation selectors. For values in which none of them has a meaning, such as URLs; text needs some of them.
 */
export const INVISIBLE = String.raw`\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}`;
