import http from 'node:http';
import https from 'node:https';
import { printConcurrentCpuRate } from '../cpu-rate';
import { AT_ONCE, assertStatus, body, headers, url } from './post-target';

const { Agent, request } = url.startsWith('https:') ? https : http;
const agent = new Agent({ keepAlive: true });
const target = new URL(url);

const post = () =>
  new Promise<number | undefined>((resolve, reject) => {
    request(target, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end(body);
  });

printConcurrentCpuRate(async () => assertStatus(await post()), AT_ONCE);
