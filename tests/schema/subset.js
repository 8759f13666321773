// Compares two schemas: is the one a part of the other? Everything the part has, the whole has in the same form.
//
// `@oneOf` is left out: the demo store's GraphQL library has no word for it, so its schema cannot say it.
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";

/** Returns one line for each thing in which `part` is no part of `whole`. */
export function differences(part, whole) {
  const lines = [];
  for (const type of Object.values(part.getTypeMap())) {
    if (type.name.startsWith("__") || isSpecifiedScalarType(type)) continue;
    const real = whole.getType(type.name);
    if (real === undefined) lines.push(`${type.name}: not there`);
    else if (real.constructor !== type.constructor) lines.push(`${type.name}: is a ${real.constructor.name} there`);
    else compareTypes(type, real, lines);
  }
  for (const directive of part.getDirectives().filter((directive) => !isSpecifiedDirective(directive))) {
    const real = whole.getDirective(directive.name);
    if (real === undefined || real === null) {
      lines.push(`@${directive.name}: not there`);
      continue;
    }
    compareInputs(`@${directive.name}`, byName(directive.args), byName(real.args), isRequiredArgument, lines);
    for (const location of directive.locations) {
      if (!real.locations.includes(location)) lines.push(`@${directive.name}: not on ${location} there`);
    }
  }
  for (const root of ["getQueryType", "getMutationType"]) {
    const [ours, theirs] = [part[root]()?.name, whole[root]()?.name];
    if (ours !== undefined && ours !== theirs) lines.push(`${ours}: the root is ${theirs} there`);
  }
  return lines;
}

function compareTypes(type, real, lines) {
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const { name } of type.getInterfaces()) {
      if (!real.getInterfaces().some((other) => other.name === name)) lines.push(`${type.name}: is no ${name} there`);
    }
    for (const field of Object.values(type.getFields())) {
      const at = `${type.name}.${field.name}`;
      const other = real.getFields()[field.name];
      if (other === undefined) {
        lines.push(`${at}: not there`);
        continue;
      }
      compareForms(at, field, other, lines);
      if ((field.deprecationReason ?? null) === null && (other.deprecationReason ?? null) !== null) {
        lines.push(`${at}: deprecated there`);
      }
      compareInputs(at, byName(field.args), byName(other.args), isRequiredArgument, lines);
    }
  } else if (isInputObjectType(type)) {
    compareInputs(type.name, type.getFields(), real.getFields(), isRequiredInputField, lines);
  } else if (isEnumType(type)) {
    for (const { name } of type.getValues()) {
      if (real.getValue(name) === undefined || real.getValue(name) === null) lines.push(`${type.name}.${name}: not there`);
    }
  } else if (isUnionType(type)) {
    const members = real.getTypes().map((member) => member.name);
    for (const { name } of type.getTypes()) {
      if (!members.includes(name)) lines.push(`${type.name}: ${name} is no member there`);
    }
  }
}

/** Arguments and input fields: ours exist there, and what they demand we demand too. */
function compareInputs(at, ours, theirs, isRequired, lines) {
  for (const [name, input] of Object.entries(ours)) {
    const other = theirs[name];
    if (other === undefined) {
      lines.push(`${at}(${name}): not there`);
      continue;
    }
    compareForms(`${at}(${name})`, input, other, lines);
    const [mine, real] = [input.defaultValue, other.defaultValue].map((value) => JSON.stringify(value) ?? "none");
    if (mine !== real) lines.push(`${at}(${name}): default ${mine}, there ${real}`);
  }
  for (const [name, other] of Object.entries(theirs)) {
    if (isRequired(other) && ours[name] === undefined) lines.push(`${at}(${name}): demanded there, missing here`);
  }
}

function compareForms(at, ours, theirs, lines) {
  if (String(ours.type) !== String(theirs.type)) lines.push(`${at}: ${ours.type}, there ${theirs.type}`);
}

function byName(args) {
  return Object.fromEntries(args.map((arg) => [arg.name, arg]));
}
