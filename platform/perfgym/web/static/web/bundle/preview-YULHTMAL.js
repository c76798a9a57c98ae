import{a}from"./chunk-VGYO5C35.js";import"./chunk-X6TO2UVE.js";export{a as Preview};
