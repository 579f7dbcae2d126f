// Letter pairs of the Python standard library's identifiers, see bigrams.ts. Written by bench/countBigrams.ts.

/** 27 rows of 27 characters (none, a to z): (log-odds + 6) * 5 as a printable character from `#`. */
export const bigramTable =
  '############################3GJH4:D4F.?OJM3G.OJQA>=<A0#C;;7B/13C<-G52A7+?@7A&&+<1' +
  '#K*>:J52IC&GF=6O8.E?JB4.(:&#F:7@O:3+L.1?89D7+AD;B63/6##K<LQEFB7>.9JHQ?E>SRN8C@I=/' +
  '#A.99BF2+J#&A21E4(C=<@--#6##?-42L28>B#&>7@<4#B@7>2*&..#G(15I0+0C#.764F-#<5?9(*#5.' +
  '#FDKFFDF*1.5JHULC1FLM/D.=#D#6##&9&##0#/###5+#&.#8###&##;*34F12-?#(:+631(3>43&7#-#' +
  '#K5;BP721N#6I58K;+4DDA7-&H0#L@1;N3*1G(3:?6GH#2@:@**&6##K5IKLCO6H1@>7@H<17KO@@3*8+' +
  '#<AGI6??4>.>HHQCH#NFFHAD62.#J3:9K74:D#3G17HC.J@E?05#@##((#&#######+#*##.0-&D#&###' +
  '#M9DCS<A.M&=?EAL>(CJHA::-A*#C4F:O9:FK-<A<:DF4:IPH59.@-#L9B>R=3JQ*2B?;JA*LIDD6:3D4' +
  '#@C>;A;;#@#.GDK8C#GFG.*(.&+#E1(#K.2(B#&(1.:2#.-.(5+&**#C-47@2&9B#&3+<>-&><0(&.3##' +
  '#92;3>5*/<##53&3?#25A*-(20*#3243:3-(9##88<4A#7>=-13#30#7&.&D##&:##(.&5&#**((###&(';
