/** Values of any account's resources, checked: the formats of Kissflow fields, handed to validation. */

import { fieldFormats } from '../kissflow/field.ts';
import { validator } from '../validation/ajv-validator.ts';

export const { validate, isOfType } = validator(fieldFormats);
