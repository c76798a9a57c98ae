import{c as e}from"./chunk-BGVJCTOY.js";import{a as d}from"./chunk-M3EB766R.js";import"./chunk-X6TO2UVE.js";e(d("guide"),d("guide").dataset);d("guide").dataset.ready="yes";
