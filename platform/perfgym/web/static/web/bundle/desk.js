import{c as e}from"./chunk-MKF2T4U2.js";import{a as d}from"./chunk-M3EB766R.js";import"./chunk-2BBOYFUP.js";e(d("guide"),d("guide").dataset);d("guide").dataset.ready="yes";
