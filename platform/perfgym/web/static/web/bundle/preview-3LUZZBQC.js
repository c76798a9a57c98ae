import{a}from"./chunk-ATYJPNG2.js";import"./chunk-2BBOYFUP.js";export{a as Preview};
