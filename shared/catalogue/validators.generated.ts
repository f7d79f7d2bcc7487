// @ts-nocheck: code by Ajv, which has no types.
// Generated from the catalogue by `npm run generate`. Do not edit.
import type { DataValidator } from './data-validator';

export const activityWeeklyDigest = validate10;
const schema11 = {"additionalProperties":false,"type":"object","required":["from","to","figures","overviewUrl"],"properties":{"firstName":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"how to address the reader, one line of text","type":"string"},"from":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the first day of the week, a date such as 2026-11-26","type":"string"},"to":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the last day of the week, a date such as 2026-11-26","type":"string"},"figures":{"minItems":1,"maxItems":20,"description":"the numbers of the week, 1 to 20","type":"array","items":{"additionalProperties":false,"type":"object","required":["label","value"],"properties":{"label":{"minLength":1,"maxLength":60,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"what is counted, one line of text","type":"string"},"value":{"minLength":1,"maxLength":30,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the number, as it is to be shown, one line of text","type":"string"}}}},"highlights":{"minItems":1,"maxItems":10,"description":"1 to 10 highlights","type":"array","items":{"additionalProperties":false,"type":"object","required":["title"],"properties":{"title":{"minLength":1,"maxLength":200,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"what happened, one line of text","type":"string"},"url":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page about it, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}}},"overviewUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page with all of it, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}};
const func2 = require("ajv/dist/runtime/ucs2length").default;
const pattern0 = new RegExp("^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$", "u");
const pattern1 = new RegExp("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$", "u");
const pattern6 = new RegExp("^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "from"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.to === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.figures === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "figures"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.overviewUrl === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "overviewUrl"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "firstName") || (key0 === "from")) || (key0 === "to")) || (key0 === "figures")) || (key0 === "highlights")) || (key0 === "overviewUrl"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.firstName !== undefined){
let data0 = data.firstName;
if(typeof data0 === "string"){
if(data0.length > 100 && func2(data0) > 100){
const err5 = {instancePath:instancePath+"/firstName",schemaPath:"#/properties/firstName/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err6 = {instancePath:instancePath+"/firstName",schemaPath:"#/properties/firstName/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!pattern0.test(data0)){
const err7 = {instancePath:instancePath+"/firstName",schemaPath:"#/properties/firstName/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/firstName",schemaPath:"#/properties/firstName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.from !== undefined){
let data1 = data.from;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err9 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.to !== undefined){
let data2 = data.to;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err11 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.figures !== undefined){
let data3 = data.figures;
if(Array.isArray(data3)){
if(data3.length > 20){
const err13 = {instancePath:instancePath+"/figures",schemaPath:"#/properties/figures/maxItems",keyword:"maxItems",params:{limit: 20}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data3.length < 1){
const err14 = {instancePath:instancePath+"/figures",schemaPath:"#/properties/figures/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.label === undefined){
const err15 = {instancePath:instancePath+"/figures/" + i0,schemaPath:"#/properties/figures/items/required",keyword:"required",params:{missingProperty: "label"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.value === undefined){
const err16 = {instancePath:instancePath+"/figures/" + i0,schemaPath:"#/properties/figures/items/required",keyword:"required",params:{missingProperty: "value"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key1 in data4){
if(!((key1 === "label") || (key1 === "value"))){
const err17 = {instancePath:instancePath+"/figures/" + i0,schemaPath:"#/properties/figures/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data4.label !== undefined){
let data5 = data4.label;
if(typeof data5 === "string"){
if(data5.length > 60 && func2(data5) > 60){
const err18 = {instancePath:instancePath+"/figures/" + i0+"/label",schemaPath:"#/properties/figures/items/properties/label/maxLength",keyword:"maxLength",params:{limit: 60}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data5.length < 2 && func2(data5) < 1){
const err19 = {instancePath:instancePath+"/figures/" + i0+"/label",schemaPath:"#/properties/figures/items/properties/label/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!pattern0.test(data5)){
const err20 = {instancePath:instancePath+"/figures/" + i0+"/label",schemaPath:"#/properties/figures/items/properties/label/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/figures/" + i0+"/label",schemaPath:"#/properties/figures/items/properties/label/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data4.value !== undefined){
let data6 = data4.value;
if(typeof data6 === "string"){
if(data6.length > 30 && func2(data6) > 30){
const err22 = {instancePath:instancePath+"/figures/" + i0+"/value",schemaPath:"#/properties/figures/items/properties/value/maxLength",keyword:"maxLength",params:{limit: 30}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data6.length < 2 && func2(data6) < 1){
const err23 = {instancePath:instancePath+"/figures/" + i0+"/value",schemaPath:"#/properties/figures/items/properties/value/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(!pattern0.test(data6)){
const err24 = {instancePath:instancePath+"/figures/" + i0+"/value",schemaPath:"#/properties/figures/items/properties/value/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/figures/" + i0+"/value",schemaPath:"#/properties/figures/items/properties/value/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/figures/" + i0,schemaPath:"#/properties/figures/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/figures",schemaPath:"#/properties/figures/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.highlights !== undefined){
let data7 = data.highlights;
if(Array.isArray(data7)){
if(data7.length > 10){
const err28 = {instancePath:instancePath+"/highlights",schemaPath:"#/properties/highlights/maxItems",keyword:"maxItems",params:{limit: 10}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data7.length < 1){
const err29 = {instancePath:instancePath+"/highlights",schemaPath:"#/properties/highlights/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.title === undefined){
const err30 = {instancePath:instancePath+"/highlights/" + i1,schemaPath:"#/properties/highlights/items/required",keyword:"required",params:{missingProperty: "title"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key2 in data8){
if(!((key2 === "title") || (key2 === "url"))){
const err31 = {instancePath:instancePath+"/highlights/" + i1,schemaPath:"#/properties/highlights/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data8.title !== undefined){
let data9 = data8.title;
if(typeof data9 === "string"){
if(data9.length > 200 && func2(data9) > 200){
const err32 = {instancePath:instancePath+"/highlights/" + i1+"/title",schemaPath:"#/properties/highlights/items/properties/title/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data9.length < 2 && func2(data9) < 1){
const err33 = {instancePath:instancePath+"/highlights/" + i1+"/title",schemaPath:"#/properties/highlights/items/properties/title/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(!pattern0.test(data9)){
const err34 = {instancePath:instancePath+"/highlights/" + i1+"/title",schemaPath:"#/properties/highlights/items/properties/title/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/highlights/" + i1+"/title",schemaPath:"#/properties/highlights/items/properties/title/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data8.url !== undefined){
let data10 = data8.url;
if(typeof data10 === "string"){
if(data10.length > 2048 && func2(data10) > 2048){
const err36 = {instancePath:instancePath+"/highlights/" + i1+"/url",schemaPath:"#/properties/highlights/items/properties/url/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(!pattern6.test(data10)){
const err37 = {instancePath:instancePath+"/highlights/" + i1+"/url",schemaPath:"#/properties/highlights/items/properties/url/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/highlights/" + i1+"/url",schemaPath:"#/properties/highlights/items/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/highlights/" + i1,schemaPath:"#/properties/highlights/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/highlights",schemaPath:"#/properties/highlights/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.overviewUrl !== undefined){
let data11 = data.overviewUrl;
if(typeof data11 === "string"){
if(data11.length > 2048 && func2(data11) > 2048){
const err41 = {instancePath:instancePath+"/overviewUrl",schemaPath:"#/properties/overviewUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(!pattern6.test(data11)){
const err42 = {instancePath:instancePath+"/overviewUrl",schemaPath:"#/properties/overviewUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/overviewUrl",schemaPath:"#/properties/overviewUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const alarmChanged = validate11;
const schema12 = {"additionalProperties":false,"type":"object","required":["alarm","state","changedAt","account","region","consoleUrl"],"properties":{"alarm":{"minLength":1,"maxLength":255,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the alarm, one line of text","type":"string"},"state":{"description":"the state of the alarm","anyOf":[{"const":"ALARM","type":"string"},{"const":"OK","type":"string"}]},"reason":{"minLength":1,"maxLength":1023,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"CloudWatch's reason of the change, one line of text","type":"string"},"changedAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time of the change, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"account":{"minLength":1,"maxLength":12,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the AWS account, one line of text","type":"string"},"region":{"minLength":1,"maxLength":32,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the region, one line of text","type":"string"},"consoleUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page of the alarm in the console, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}};
const pattern10 = new RegExp("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.alarm === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "alarm"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.state === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "state"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.changedAt === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "changedAt"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.account === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "account"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.region === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "region"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.consoleUrl === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "consoleUrl"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "alarm") || (key0 === "state")) || (key0 === "reason")) || (key0 === "changedAt")) || (key0 === "account")) || (key0 === "region")) || (key0 === "consoleUrl"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.alarm !== undefined){
let data0 = data.alarm;
if(typeof data0 === "string"){
if(data0.length > 255 && func2(data0) > 255){
const err7 = {instancePath:instancePath+"/alarm",schemaPath:"#/properties/alarm/maxLength",keyword:"maxLength",params:{limit: 255}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err8 = {instancePath:instancePath+"/alarm",schemaPath:"#/properties/alarm/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!pattern0.test(data0)){
const err9 = {instancePath:instancePath+"/alarm",schemaPath:"#/properties/alarm/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/alarm",schemaPath:"#/properties/alarm/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.state !== undefined){
let data1 = data.state;
const _errs5 = errors;
let valid1 = false;
const _errs6 = errors;
if(typeof data1 !== "string"){
const err11 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if("ALARM" !== data1){
const err12 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/anyOf/0/const",keyword:"const",params:{allowedValue: "ALARM"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var _valid0 = _errs6 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs8 = errors;
if(typeof data1 !== "string"){
const err13 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if("OK" !== data1){
const err14 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/anyOf/1/const",keyword:"const",params:{allowedValue: "OK"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err15 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
else {
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
}
}
if(data.reason !== undefined){
let data2 = data.reason;
if(typeof data2 === "string"){
if(data2.length > 1023 && func2(data2) > 1023){
const err16 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/maxLength",keyword:"maxLength",params:{limit: 1023}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data2.length < 2 && func2(data2) < 1){
const err17 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!pattern0.test(data2)){
const err18 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.changedAt !== undefined){
let data3 = data.changedAt;
if(typeof data3 === "string"){
if(!pattern10.test(data3)){
const err20 = {instancePath:instancePath+"/changedAt",schemaPath:"#/properties/changedAt/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/changedAt",schemaPath:"#/properties/changedAt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.account !== undefined){
let data4 = data.account;
if(typeof data4 === "string"){
if(data4.length > 12 && func2(data4) > 12){
const err22 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/maxLength",keyword:"maxLength",params:{limit: 12}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data4.length < 2 && func2(data4) < 1){
const err23 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(!pattern0.test(data4)){
const err24 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.region !== undefined){
let data5 = data.region;
if(typeof data5 === "string"){
if(data5.length > 32 && func2(data5) > 32){
const err26 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/maxLength",keyword:"maxLength",params:{limit: 32}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data5.length < 2 && func2(data5) < 1){
const err27 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!pattern0.test(data5)){
const err28 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.consoleUrl !== undefined){
let data6 = data.consoleUrl;
if(typeof data6 === "string"){
if(data6.length > 2048 && func2(data6) > 2048){
const err30 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(!pattern6.test(data6)){
const err31 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

export const invoiceIssued = validate12;
const schema13 = {"additionalProperties":false,"type":"object","required":["invoiceNumber","amount","currency","dueDate"],"properties":{"invoiceNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the invoice number, as the customer knows it, one line of text","type":"string"},"amount":{"pattern":"^\\d{1,12}(\\.\\d{1,3})?$","description":"the sum that is due, a decimal number in major units as a string, such as '49.90'","type":"string"},"currency":{"pattern":"^[A-Z]{3}$","description":"an ISO 4217 code such as EUR","type":"string"},"dueDate":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the day until which it is to be paid, a date such as 2026-11-26","type":"string"},"attachments":{"minItems":1,"maxItems":10,"description":"1 to 10 files","type":"array","items":{"additionalProperties":false,"type":"object","required":["key"],"properties":{"key":{"minLength":3,"maxLength":1024,"pattern":"^[a-z0-9][a-z0-9_-]*/\\P{Cc}+$","description":"the key of an object, below the tenant's name, such as demo/invoices/INV-1.pdf","type":"string"},"name":{"minLength":1,"maxLength":150,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name that the reader sees, with its ending, one line of text","type":"string"},"contentType":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the type of the content, which its ending stands for too, one line of text","type":"string"}}}}}};
const pattern15 = new RegExp("^\\d{1,12}(\\.\\d{1,3})?$", "u");
const pattern16 = new RegExp("^[A-Z]{3}$", "u");
const pattern18 = new RegExp("^[a-z0-9][a-z0-9_-]*/\\P{Cc}+$", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.invoiceNumber === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "invoiceNumber"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.amount === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "amount"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.currency === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "currency"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.dueDate === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dueDate"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "invoiceNumber") || (key0 === "amount")) || (key0 === "currency")) || (key0 === "dueDate")) || (key0 === "attachments"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.invoiceNumber !== undefined){
let data0 = data.invoiceNumber;
if(typeof data0 === "string"){
if(data0.length > 64 && func2(data0) > 64){
const err5 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/maxLength",keyword:"maxLength",params:{limit: 64}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err6 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!pattern0.test(data0)){
const err7 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.amount !== undefined){
let data1 = data.amount;
if(typeof data1 === "string"){
if(!pattern15.test(data1)){
const err9 = {instancePath:instancePath+"/amount",schemaPath:"#/properties/amount/pattern",keyword:"pattern",params:{pattern: "^\\d{1,12}(\\.\\d{1,3})?$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/amount",schemaPath:"#/properties/amount/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.currency !== undefined){
let data2 = data.currency;
if(typeof data2 === "string"){
if(!pattern16.test(data2)){
const err11 = {instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.dueDate !== undefined){
let data3 = data.dueDate;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err13 = {instancePath:instancePath+"/dueDate",schemaPath:"#/properties/dueDate/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/dueDate",schemaPath:"#/properties/dueDate/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.attachments !== undefined){
let data4 = data.attachments;
if(Array.isArray(data4)){
if(data4.length > 10){
const err15 = {instancePath:instancePath+"/attachments",schemaPath:"#/properties/attachments/maxItems",keyword:"maxItems",params:{limit: 10}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.length < 1){
const err16 = {instancePath:instancePath+"/attachments",schemaPath:"#/properties/attachments/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.key === undefined){
const err17 = {instancePath:instancePath+"/attachments/" + i0,schemaPath:"#/properties/attachments/items/required",keyword:"required",params:{missingProperty: "key"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
for(const key1 in data5){
if(!(((key1 === "key") || (key1 === "name")) || (key1 === "contentType"))){
const err18 = {instancePath:instancePath+"/attachments/" + i0,schemaPath:"#/properties/attachments/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data5.key !== undefined){
let data6 = data5.key;
if(typeof data6 === "string"){
if(data6.length > 1024 && func2(data6) > 1024){
const err19 = {instancePath:instancePath+"/attachments/" + i0+"/key",schemaPath:"#/properties/attachments/items/properties/key/maxLength",keyword:"maxLength",params:{limit: 1024}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data6.length < 6 && func2(data6) < 3){
const err20 = {instancePath:instancePath+"/attachments/" + i0+"/key",schemaPath:"#/properties/attachments/items/properties/key/minLength",keyword:"minLength",params:{limit: 3}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!pattern18.test(data6)){
const err21 = {instancePath:instancePath+"/attachments/" + i0+"/key",schemaPath:"#/properties/attachments/items/properties/key/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9_-]*/\\P{Cc}+$"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/attachments/" + i0+"/key",schemaPath:"#/properties/attachments/items/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data5.name !== undefined){
let data7 = data5.name;
if(typeof data7 === "string"){
if(data7.length > 150 && func2(data7) > 150){
const err23 = {instancePath:instancePath+"/attachments/" + i0+"/name",schemaPath:"#/properties/attachments/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 150}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data7.length < 2 && func2(data7) < 1){
const err24 = {instancePath:instancePath+"/attachments/" + i0+"/name",schemaPath:"#/properties/attachments/items/properties/name/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!pattern0.test(data7)){
const err25 = {instancePath:instancePath+"/attachments/" + i0+"/name",schemaPath:"#/properties/attachments/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/attachments/" + i0+"/name",schemaPath:"#/properties/attachments/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data5.contentType !== undefined){
let data8 = data5.contentType;
if(typeof data8 === "string"){
if(data8.length > 100 && func2(data8) > 100){
const err27 = {instancePath:instancePath+"/attachments/" + i0+"/contentType",schemaPath:"#/properties/attachments/items/properties/contentType/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data8.length < 2 && func2(data8) < 1){
const err28 = {instancePath:instancePath+"/attachments/" + i0+"/contentType",schemaPath:"#/properties/attachments/items/properties/contentType/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(!pattern0.test(data8)){
const err29 = {instancePath:instancePath+"/attachments/" + i0+"/contentType",schemaPath:"#/properties/attachments/items/properties/contentType/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/attachments/" + i0+"/contentType",schemaPath:"#/properties/attachments/items/properties/contentType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/attachments/" + i0,schemaPath:"#/properties/attachments/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/attachments",schemaPath:"#/properties/attachments/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

export const objectCreated = validate13;
const schema14 = {"additionalProperties":false,"type":"object","required":["bucket","key","bytes","createdAt","consoleUrl"],"properties":{"bucket":{"minLength":1,"maxLength":63,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the bucket, one line of text","type":"string"},"key":{"minLength":1,"maxLength":1024,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the key of the object, one line of text","type":"string"},"bytes":{"minimum":0,"description":"the size in bytes","type":"integer"},"createdAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time at which it was created, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"consoleUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page of the object in the console, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.bucket === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bucket"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.key === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "key"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.bytes === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bytes"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.createdAt === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "createdAt"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.consoleUrl === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "consoleUrl"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "bucket") || (key0 === "key")) || (key0 === "bytes")) || (key0 === "createdAt")) || (key0 === "consoleUrl"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.bucket !== undefined){
let data0 = data.bucket;
if(typeof data0 === "string"){
if(data0.length > 63 && func2(data0) > 63){
const err6 = {instancePath:instancePath+"/bucket",schemaPath:"#/properties/bucket/maxLength",keyword:"maxLength",params:{limit: 63}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err7 = {instancePath:instancePath+"/bucket",schemaPath:"#/properties/bucket/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern0.test(data0)){
const err8 = {instancePath:instancePath+"/bucket",schemaPath:"#/properties/bucket/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/bucket",schemaPath:"#/properties/bucket/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.key !== undefined){
let data1 = data.key;
if(typeof data1 === "string"){
if(data1.length > 1024 && func2(data1) > 1024){
const err10 = {instancePath:instancePath+"/key",schemaPath:"#/properties/key/maxLength",keyword:"maxLength",params:{limit: 1024}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data1.length < 2 && func2(data1) < 1){
const err11 = {instancePath:instancePath+"/key",schemaPath:"#/properties/key/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!pattern0.test(data1)){
const err12 = {instancePath:instancePath+"/key",schemaPath:"#/properties/key/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.bytes !== undefined){
let data2 = data.bytes;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err14 = {instancePath:instancePath+"/bytes",schemaPath:"#/properties/bytes/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
const err15 = {instancePath:instancePath+"/bytes",schemaPath:"#/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
if(data.createdAt !== undefined){
let data3 = data.createdAt;
if(typeof data3 === "string"){
if(!pattern10.test(data3)){
const err16 = {instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.consoleUrl !== undefined){
let data4 = data.consoleUrl;
if(typeof data4 === "string"){
if(data4.length > 2048 && func2(data4) > 2048){
const err18 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!pattern6.test(data4)){
const err19 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}

export const orderShipped = validate14;
const schema15 = {"additionalProperties":false,"type":"object","required":["orderNumber","carrier","items"],"properties":{"orderNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the order number, as the customer knows it, one line of text","type":"string"},"customerName":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"how to address the customer, one line of text","type":"string"},"carrier":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the carrier, one line of text","type":"string"},"trackingNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the carrier's number for the parcel, one line of text","type":"string"},"trackingUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page to follow the parcel on, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"},"expectedDelivery":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the day of delivery, where the carrier names one, a date such as 2026-11-26","type":"string"},"items":{"minItems":1,"maxItems":100,"description":"the contents of the parcel, 1 to 100 articles","type":"array","items":{"additionalProperties":false,"type":"object","required":["name","quantity"],"properties":{"name":{"minLength":1,"maxLength":200,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the article, one line of text","type":"string"},"quantity":{"minimum":1,"description":"the number of pieces","type":"integer"}}}}}};

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.orderNumber === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "orderNumber"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.carrier === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "carrier"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.items === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "items"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "orderNumber") || (key0 === "customerName")) || (key0 === "carrier")) || (key0 === "trackingNumber")) || (key0 === "trackingUrl")) || (key0 === "expectedDelivery")) || (key0 === "items"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.orderNumber !== undefined){
let data0 = data.orderNumber;
if(typeof data0 === "string"){
if(data0.length > 64 && func2(data0) > 64){
const err4 = {instancePath:instancePath+"/orderNumber",schemaPath:"#/properties/orderNumber/maxLength",keyword:"maxLength",params:{limit: 64}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err5 = {instancePath:instancePath+"/orderNumber",schemaPath:"#/properties/orderNumber/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!pattern0.test(data0)){
const err6 = {instancePath:instancePath+"/orderNumber",schemaPath:"#/properties/orderNumber/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/orderNumber",schemaPath:"#/properties/orderNumber/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.customerName !== undefined){
let data1 = data.customerName;
if(typeof data1 === "string"){
if(data1.length > 100 && func2(data1) > 100){
const err8 = {instancePath:instancePath+"/customerName",schemaPath:"#/properties/customerName/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data1.length < 2 && func2(data1) < 1){
const err9 = {instancePath:instancePath+"/customerName",schemaPath:"#/properties/customerName/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern0.test(data1)){
const err10 = {instancePath:instancePath+"/customerName",schemaPath:"#/properties/customerName/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/customerName",schemaPath:"#/properties/customerName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.carrier !== undefined){
let data2 = data.carrier;
if(typeof data2 === "string"){
if(data2.length > 100 && func2(data2) > 100){
const err12 = {instancePath:instancePath+"/carrier",schemaPath:"#/properties/carrier/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data2.length < 2 && func2(data2) < 1){
const err13 = {instancePath:instancePath+"/carrier",schemaPath:"#/properties/carrier/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!pattern0.test(data2)){
const err14 = {instancePath:instancePath+"/carrier",schemaPath:"#/properties/carrier/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/carrier",schemaPath:"#/properties/carrier/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.trackingNumber !== undefined){
let data3 = data.trackingNumber;
if(typeof data3 === "string"){
if(data3.length > 64 && func2(data3) > 64){
const err16 = {instancePath:instancePath+"/trackingNumber",schemaPath:"#/properties/trackingNumber/maxLength",keyword:"maxLength",params:{limit: 64}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data3.length < 2 && func2(data3) < 1){
const err17 = {instancePath:instancePath+"/trackingNumber",schemaPath:"#/properties/trackingNumber/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!pattern0.test(data3)){
const err18 = {instancePath:instancePath+"/trackingNumber",schemaPath:"#/properties/trackingNumber/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/trackingNumber",schemaPath:"#/properties/trackingNumber/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.trackingUrl !== undefined){
let data4 = data.trackingUrl;
if(typeof data4 === "string"){
if(data4.length > 2048 && func2(data4) > 2048){
const err20 = {instancePath:instancePath+"/trackingUrl",schemaPath:"#/properties/trackingUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!pattern6.test(data4)){
const err21 = {instancePath:instancePath+"/trackingUrl",schemaPath:"#/properties/trackingUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/trackingUrl",schemaPath:"#/properties/trackingUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.expectedDelivery !== undefined){
let data5 = data.expectedDelivery;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err23 = {instancePath:instancePath+"/expectedDelivery",schemaPath:"#/properties/expectedDelivery/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/expectedDelivery",schemaPath:"#/properties/expectedDelivery/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.items !== undefined){
let data6 = data.items;
if(Array.isArray(data6)){
if(data6.length > 100){
const err25 = {instancePath:instancePath+"/items",schemaPath:"#/properties/items/maxItems",keyword:"maxItems",params:{limit: 100}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data6.length < 1){
const err26 = {instancePath:instancePath+"/items",schemaPath:"#/properties/items/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.name === undefined){
const err27 = {instancePath:instancePath+"/items/" + i0,schemaPath:"#/properties/items/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data7.quantity === undefined){
const err28 = {instancePath:instancePath+"/items/" + i0,schemaPath:"#/properties/items/items/required",keyword:"required",params:{missingProperty: "quantity"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
for(const key1 in data7){
if(!((key1 === "name") || (key1 === "quantity"))){
const err29 = {instancePath:instancePath+"/items/" + i0,schemaPath:"#/properties/items/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data7.name !== undefined){
let data8 = data7.name;
if(typeof data8 === "string"){
if(data8.length > 200 && func2(data8) > 200){
const err30 = {instancePath:instancePath+"/items/" + i0+"/name",schemaPath:"#/properties/items/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data8.length < 2 && func2(data8) < 1){
const err31 = {instancePath:instancePath+"/items/" + i0+"/name",schemaPath:"#/properties/items/items/properties/name/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(!pattern0.test(data8)){
const err32 = {instancePath:instancePath+"/items/" + i0+"/name",schemaPath:"#/properties/items/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/items/" + i0+"/name",schemaPath:"#/properties/items/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data7.quantity !== undefined){
let data9 = data7.quantity;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err34 = {instancePath:instancePath+"/items/" + i0+"/quantity",schemaPath:"#/properties/items/items/properties/quantity/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 1 || isNaN(data9)){
const err35 = {instancePath:instancePath+"/items/" + i0+"/quantity",schemaPath:"#/properties/items/items/properties/quantity/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
}
else {
const err36 = {instancePath:instancePath+"/items/" + i0,schemaPath:"#/properties/items/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/items",schemaPath:"#/properties/items/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
validate14.errors = vErrors;
return errors === 0;
}

export const paymentFailed = validate15;
const schema16 = {"additionalProperties":false,"type":"object","required":["invoiceNumber","amount","currency","paymentMethod","reason","updateUrl"],"properties":{"invoiceNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the invoice number, as the customer knows it, one line of text","type":"string"},"amount":{"pattern":"^\\d{1,12}(\\.\\d{1,3})?$","description":"the sum that is due, a decimal number in major units as a string, such as '49.90'","type":"string"},"currency":{"pattern":"^[A-Z]{3}$","description":"an ISO 4217 code such as EUR","type":"string"},"paymentMethod":{"minLength":1,"maxLength":60,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the payment method, as the customer calls it, without the full number, one line of text","type":"string"},"reason":{"description":"the reason, as far as the customer may know it","anyOf":[{"const":"card_expired","type":"string"},{"const":"insufficient_funds","type":"string"},{"const":"declined","type":"string"}]},"nextAttempt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time of the next attempt, if there is one, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"updateUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page to change the payment method on, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.invoiceNumber === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "invoiceNumber"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.amount === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "amount"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.currency === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "currency"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.paymentMethod === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "paymentMethod"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.reason === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.updateUrl === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "updateUrl"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "invoiceNumber") || (key0 === "amount")) || (key0 === "currency")) || (key0 === "paymentMethod")) || (key0 === "reason")) || (key0 === "nextAttempt")) || (key0 === "updateUrl"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.invoiceNumber !== undefined){
let data0 = data.invoiceNumber;
if(typeof data0 === "string"){
if(data0.length > 64 && func2(data0) > 64){
const err7 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/maxLength",keyword:"maxLength",params:{limit: 64}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err8 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!pattern0.test(data0)){
const err9 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/invoiceNumber",schemaPath:"#/properties/invoiceNumber/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.amount !== undefined){
let data1 = data.amount;
if(typeof data1 === "string"){
if(!pattern15.test(data1)){
const err11 = {instancePath:instancePath+"/amount",schemaPath:"#/properties/amount/pattern",keyword:"pattern",params:{pattern: "^\\d{1,12}(\\.\\d{1,3})?$"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/amount",schemaPath:"#/properties/amount/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.currency !== undefined){
let data2 = data.currency;
if(typeof data2 === "string"){
if(!pattern16.test(data2)){
const err13 = {instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.paymentMethod !== undefined){
let data3 = data.paymentMethod;
if(typeof data3 === "string"){
if(data3.length > 60 && func2(data3) > 60){
const err15 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/maxLength",keyword:"maxLength",params:{limit: 60}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data3.length < 2 && func2(data3) < 1){
const err16 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(!pattern0.test(data3)){
const err17 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.reason !== undefined){
let data4 = data.reason;
const _errs11 = errors;
let valid1 = false;
const _errs12 = errors;
if(typeof data4 !== "string"){
const err19 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if("card_expired" !== data4){
const err20 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf/0/const",keyword:"const",params:{allowedValue: "card_expired"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var _valid0 = _errs12 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs14 = errors;
if(typeof data4 !== "string"){
const err21 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if("insufficient_funds" !== data4){
const err22 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf/1/const",keyword:"const",params:{allowedValue: "insufficient_funds"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
var _valid0 = _errs14 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs16 = errors;
if(typeof data4 !== "string"){
const err23 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf/2/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if("declined" !== data4){
const err24 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf/2/const",keyword:"const",params:{allowedValue: "declined"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
var _valid0 = _errs16 === errors;
valid1 = valid1 || _valid0;
}
}
if(!valid1){
const err25 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
}
}
if(data.nextAttempt !== undefined){
let data5 = data.nextAttempt;
if(typeof data5 === "string"){
if(!pattern10.test(data5)){
const err26 = {instancePath:instancePath+"/nextAttempt",schemaPath:"#/properties/nextAttempt/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/nextAttempt",schemaPath:"#/properties/nextAttempt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.updateUrl !== undefined){
let data6 = data.updateUrl;
if(typeof data6 === "string"){
if(data6.length > 2048 && func2(data6) > 2048){
const err28 = {instancePath:instancePath+"/updateUrl",schemaPath:"#/properties/updateUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(!pattern6.test(data6)){
const err29 = {instancePath:instancePath+"/updateUrl",schemaPath:"#/properties/updateUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/updateUrl",schemaPath:"#/properties/updateUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}

export const pipelineFailed = validate16;
const schema17 = {"additionalProperties":false,"type":"object","required":["pipeline","executionId","failedAt","account","region","consoleUrl"],"properties":{"pipeline":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the pipeline, one line of text","type":"string"},"executionId":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the id of the execution, one line of text","type":"string"},"failedAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time at which the execution failed, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"account":{"minLength":1,"maxLength":12,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the AWS account, one line of text","type":"string"},"region":{"minLength":1,"maxLength":32,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the region, one line of text","type":"string"},"consoleUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page of the execution in the console, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.pipeline === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "pipeline"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.executionId === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "executionId"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.failedAt === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "failedAt"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.account === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "account"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.region === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "region"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.consoleUrl === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "consoleUrl"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "pipeline") || (key0 === "executionId")) || (key0 === "failedAt")) || (key0 === "account")) || (key0 === "region")) || (key0 === "consoleUrl"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.pipeline !== undefined){
let data0 = data.pipeline;
if(typeof data0 === "string"){
if(data0.length > 100 && func2(data0) > 100){
const err7 = {instancePath:instancePath+"/pipeline",schemaPath:"#/properties/pipeline/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data0.length < 2 && func2(data0) < 1){
const err8 = {instancePath:instancePath+"/pipeline",schemaPath:"#/properties/pipeline/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!pattern0.test(data0)){
const err9 = {instancePath:instancePath+"/pipeline",schemaPath:"#/properties/pipeline/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/pipeline",schemaPath:"#/properties/pipeline/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.executionId !== undefined){
let data1 = data.executionId;
if(typeof data1 === "string"){
if(data1.length > 100 && func2(data1) > 100){
const err11 = {instancePath:instancePath+"/executionId",schemaPath:"#/properties/executionId/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data1.length < 2 && func2(data1) < 1){
const err12 = {instancePath:instancePath+"/executionId",schemaPath:"#/properties/executionId/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!pattern0.test(data1)){
const err13 = {instancePath:instancePath+"/executionId",schemaPath:"#/properties/executionId/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/executionId",schemaPath:"#/properties/executionId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.failedAt !== undefined){
let data2 = data.failedAt;
if(typeof data2 === "string"){
if(!pattern10.test(data2)){
const err15 = {instancePath:instancePath+"/failedAt",schemaPath:"#/properties/failedAt/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/failedAt",schemaPath:"#/properties/failedAt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.account !== undefined){
let data3 = data.account;
if(typeof data3 === "string"){
if(data3.length > 12 && func2(data3) > 12){
const err17 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/maxLength",keyword:"maxLength",params:{limit: 12}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data3.length < 2 && func2(data3) < 1){
const err18 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!pattern0.test(data3)){
const err19 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/account",schemaPath:"#/properties/account/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.region !== undefined){
let data4 = data.region;
if(typeof data4 === "string"){
if(data4.length > 32 && func2(data4) > 32){
const err21 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/maxLength",keyword:"maxLength",params:{limit: 32}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data4.length < 2 && func2(data4) < 1){
const err22 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(!pattern0.test(data4)){
const err23 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/region",schemaPath:"#/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.consoleUrl !== undefined){
let data5 = data.consoleUrl;
if(typeof data5 === "string"){
if(data5.length > 2048 && func2(data5) > 2048){
const err25 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(!pattern6.test(data5)){
const err26 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/consoleUrl",schemaPath:"#/properties/consoleUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
validate16.errors = vErrors;
return errors === 0;
}

export const signInNewDevice = validate17;
const schema18 = {"additionalProperties":false,"type":"object","required":["signedInAt","device","ipAddress","secureAccountUrl"],"properties":{"signedInAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time of the sign-in, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"device":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the browser and system, such as Firefox on macOS, one line of text","type":"string"},"location":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the place that the address belongs to, one line of text","type":"string"},"ipAddress":{"pattern":"^[0-9A-Fa-f:.]{2,45}$","description":"the IPv4 or IPv6 address of the device","type":"string"},"secureAccountUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page to end all sessions and change the password on, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}};
const pattern47 = new RegExp("^[0-9A-Fa-f:.]{2,45}$", "u");

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.signedInAt === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "signedInAt"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.device === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "device"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.ipAddress === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ipAddress"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.secureAccountUrl === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "secureAccountUrl"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "signedInAt") || (key0 === "device")) || (key0 === "location")) || (key0 === "ipAddress")) || (key0 === "secureAccountUrl"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.signedInAt !== undefined){
let data0 = data.signedInAt;
if(typeof data0 === "string"){
if(!pattern10.test(data0)){
const err5 = {instancePath:instancePath+"/signedInAt",schemaPath:"#/properties/signedInAt/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/signedInAt",schemaPath:"#/properties/signedInAt/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.device !== undefined){
let data1 = data.device;
if(typeof data1 === "string"){
if(data1.length > 100 && func2(data1) > 100){
const err7 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data1.length < 2 && func2(data1) < 1){
const err8 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!pattern0.test(data1)){
const err9 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.location !== undefined){
let data2 = data.location;
if(typeof data2 === "string"){
if(data2.length > 100 && func2(data2) > 100){
const err11 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/maxLength",keyword:"maxLength",params:{limit: 100}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data2.length < 2 && func2(data2) < 1){
const err12 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/minLength",keyword:"minLength",params:{limit: 1}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!pattern0.test(data2)){
const err13 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.ipAddress !== undefined){
let data3 = data.ipAddress;
if(typeof data3 === "string"){
if(!pattern47.test(data3)){
const err15 = {instancePath:instancePath+"/ipAddress",schemaPath:"#/properties/ipAddress/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Fa-f:.]{2,45}$"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/ipAddress",schemaPath:"#/properties/ipAddress/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.secureAccountUrl !== undefined){
let data4 = data.secureAccountUrl;
if(typeof data4 === "string"){
if(data4.length > 2048 && func2(data4) > 2048){
const err17 = {instancePath:instancePath+"/secureAccountUrl",schemaPath:"#/properties/secureAccountUrl/maxLength",keyword:"maxLength",params:{limit: 2048}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!pattern6.test(data4)){
const err18 = {instancePath:instancePath+"/secureAccountUrl",schemaPath:"#/properties/secureAccountUrl/pattern",keyword:"pattern",params:{pattern: "^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/secureAccountUrl",schemaPath:"#/properties/secureAccountUrl/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}

export const validators: ReadonlyMap<string, DataValidator> = new Map([
  ['activity.weekly-digest', { isValid: activityWeeklyDigest, schema: {"additionalProperties":false,"type":"object","required":["from","to","figures","overviewUrl"],"properties":{"firstName":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"how to address the reader, one line of text","type":"string"},"from":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the first day of the week, a date such as 2026-11-26","type":"string"},"to":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the last day of the week, a date such as 2026-11-26","type":"string"},"figures":{"minItems":1,"maxItems":20,"description":"the numbers of the week, 1 to 20","type":"array","items":{"additionalProperties":false,"type":"object","required":["label","value"],"properties":{"label":{"minLength":1,"maxLength":60,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"what is counted, one line of text","type":"string"},"value":{"minLength":1,"maxLength":30,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the number, as it is to be shown, one line of text","type":"string"}}}},"highlights":{"minItems":1,"maxItems":10,"description":"1 to 10 highlights","type":"array","items":{"additionalProperties":false,"type":"object","required":["title"],"properties":{"title":{"minLength":1,"maxLength":200,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"what happened, one line of text","type":"string"},"url":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page about it, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}}},"overviewUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page with all of it, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}} }],
  ['alarm.changed', { isValid: alarmChanged, schema: {"additionalProperties":false,"type":"object","required":["alarm","state","changedAt","account","region","consoleUrl"],"properties":{"alarm":{"minLength":1,"maxLength":255,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the alarm, one line of text","type":"string"},"state":{"description":"the state of the alarm","anyOf":[{"const":"ALARM","type":"string"},{"const":"OK","type":"string"}]},"reason":{"minLength":1,"maxLength":1023,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"CloudWatch's reason of the change, one line of text","type":"string"},"changedAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time of the change, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"account":{"minLength":1,"maxLength":12,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the AWS account, one line of text","type":"string"},"region":{"minLength":1,"maxLength":32,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the region, one line of text","type":"string"},"consoleUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page of the alarm in the console, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}} }],
  ['invoice.issued', { isValid: invoiceIssued, schema: {"additionalProperties":false,"type":"object","required":["invoiceNumber","amount","currency","dueDate"],"properties":{"invoiceNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the invoice number, as the customer knows it, one line of text","type":"string"},"amount":{"pattern":"^\\d{1,12}(\\.\\d{1,3})?$","description":"the sum that is due, a decimal number in major units as a string, such as '49.90'","type":"string"},"currency":{"pattern":"^[A-Z]{3}$","description":"an ISO 4217 code such as EUR","type":"string"},"dueDate":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the day until which it is to be paid, a date such as 2026-11-26","type":"string"},"attachments":{"minItems":1,"maxItems":10,"description":"1 to 10 files","type":"array","items":{"additionalProperties":false,"type":"object","required":["key"],"properties":{"key":{"minLength":3,"maxLength":1024,"pattern":"^[a-z0-9][a-z0-9_-]*/\\P{Cc}+$","description":"the key of an object, below the tenant's name, such as demo/invoices/INV-1.pdf","type":"string"},"name":{"minLength":1,"maxLength":150,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name that the reader sees, with its ending, one line of text","type":"string"},"contentType":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the type of the content, which its ending stands for too, one line of text","type":"string"}}}}}} }],
  ['object.created', { isValid: objectCreated, schema: {"additionalProperties":false,"type":"object","required":["bucket","key","bytes","createdAt","consoleUrl"],"properties":{"bucket":{"minLength":1,"maxLength":63,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the bucket, one line of text","type":"string"},"key":{"minLength":1,"maxLength":1024,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the key of the object, one line of text","type":"string"},"bytes":{"minimum":0,"description":"the size in bytes","type":"integer"},"createdAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time at which it was created, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"consoleUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page of the object in the console, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}} }],
  ['order.shipped', { isValid: orderShipped, schema: {"additionalProperties":false,"type":"object","required":["orderNumber","carrier","items"],"properties":{"orderNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the order number, as the customer knows it, one line of text","type":"string"},"customerName":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"how to address the customer, one line of text","type":"string"},"carrier":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the carrier, one line of text","type":"string"},"trackingNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the carrier's number for the parcel, one line of text","type":"string"},"trackingUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page to follow the parcel on, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"},"expectedDelivery":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","description":"the day of delivery, where the carrier names one, a date such as 2026-11-26","type":"string"},"items":{"minItems":1,"maxItems":100,"description":"the contents of the parcel, 1 to 100 articles","type":"array","items":{"additionalProperties":false,"type":"object","required":["name","quantity"],"properties":{"name":{"minLength":1,"maxLength":200,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the article, one line of text","type":"string"},"quantity":{"minimum":1,"description":"the number of pieces","type":"integer"}}}}}} }],
  ['payment.failed', { isValid: paymentFailed, schema: {"additionalProperties":false,"type":"object","required":["invoiceNumber","amount","currency","paymentMethod","reason","updateUrl"],"properties":{"invoiceNumber":{"minLength":1,"maxLength":64,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the invoice number, as the customer knows it, one line of text","type":"string"},"amount":{"pattern":"^\\d{1,12}(\\.\\d{1,3})?$","description":"the sum that is due, a decimal number in major units as a string, such as '49.90'","type":"string"},"currency":{"pattern":"^[A-Z]{3}$","description":"an ISO 4217 code such as EUR","type":"string"},"paymentMethod":{"minLength":1,"maxLength":60,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the payment method, as the customer calls it, without the full number, one line of text","type":"string"},"reason":{"description":"the reason, as far as the customer may know it","anyOf":[{"const":"card_expired","type":"string"},{"const":"insufficient_funds","type":"string"},{"const":"declined","type":"string"}]},"nextAttempt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time of the next attempt, if there is one, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"updateUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page to change the payment method on, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}} }],
  ['pipeline.failed', { isValid: pipelineFailed, schema: {"additionalProperties":false,"type":"object","required":["pipeline","executionId","failedAt","account","region","consoleUrl"],"properties":{"pipeline":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the name of the pipeline, one line of text","type":"string"},"executionId":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the id of the execution, one line of text","type":"string"},"failedAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time at which the execution failed, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"account":{"minLength":1,"maxLength":12,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the AWS account, one line of text","type":"string"},"region":{"minLength":1,"maxLength":32,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the region, one line of text","type":"string"},"consoleUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page of the execution in the console, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}} }],
  ['sign-in.new-device', { isValid: signInNewDevice, schema: {"additionalProperties":false,"type":"object","required":["signedInAt","device","ipAddress","secureAccountUrl"],"properties":{"signedInAt":{"pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$","description":"the time of the sign-in, a timestamp such as 2026-11-23T09:30:00Z","type":"string"},"device":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the browser and system, such as Firefox on macOS, one line of text","type":"string"},"location":{"minLength":1,"maxLength":100,"pattern":"^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$","description":"the place that the address belongs to, one line of text","type":"string"},"ipAddress":{"pattern":"^[0-9A-Fa-f:.]{2,45}$","description":"the IPv4 or IPv6 address of the device","type":"string"},"secureAccountUrl":{"maxLength":2048,"pattern":"^https://[^/?#@%\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]+(?:[/?#][^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}\"<>\\\\]*)?$","description":"the page to end all sessions and change the password on, an https URL of at most 2,048 characters, without user name and invisible characters","type":"string"}}} }],
]);
