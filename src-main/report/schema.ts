import { z } from 'zod';
import { reportSchema } from '../model/report.ts';

/** JSON Schema (2020-12) of `midup.report/1`, as `midup explain --schema` publishes it. */
export const reportJsonSchema = (): unknown => ({ title: 'midup.report/1', ...z.toJSONSchema(reportSchema) });
