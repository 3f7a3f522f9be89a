import { expect, it } from 'vitest';
import { RULES } from './rules.ts';
import { Config } from './schema.ts';

function faultsOf(elasticsearch: object) {
  return faultsIn({ elasticsearch });
}

function faultsIn(content: object) {
  const config = Config.parse(content);
  return RULES.flatMap((rule) => {
    const fault = rule.check(config, (key) => `environment ${key.toUpperCase()}`);
    return fault === undefined ? [] : [`${rule.name}: ${fault.key} ${fault.message}`];
  });
}

it.each([
  {},
  { api_key: 'k' },
  { username: 'u', password: 'p' },
  { nodes: ['https://u:p@a'] },
  { nodes: ['https://a', 'HTTPS://b:9200'], ca_file: 'ca.pem' },
])('finds nothing to object to in %j', (elasticsearch) => {
  expect(faultsOf(elasticsearch)).toEqual([]);
});

it.each([
  [
    { api_key: 'k', username: 'u', password: 'p' },
    'api key or user name: elasticsearch.api_key cannot be used together with elasticsearch.username (environment ELASTICSEARCH.USERNAME): remove one of the two',
  ],
  [
    { username: 'u' },
    'user name needs password: elasticsearch.username needs a password as well: set ELASTICSEARCH_PASSWORD or elasticsearch.password',
  ],
  [
    { password: 'p' },
    'password needs user name: elasticsearch.password needs a user name as well: set ELASTICSEARCH_USERNAME or elasticsearch.username',
  ],
  [
    { nodes: ['https://a', 'https://u:p@b'], api_key: 'k' },
    'credentials in the URL or beside it: elasticsearch.nodes must not hold a user name and password when elasticsearch.api_key (environment ELASTICSEARCH.API_KEY) is set: remove one of the two',
  ],
  [
    { nodes: ['https://u:p@b'], username: 'u', password: 'p' },
    'credentials in the URL or beside it: elasticsearch.nodes must not hold a user name and password when elasticsearch.username (environment ELASTICSEARCH.USERNAME) is set: remove one of the two',
  ],
  [
    { nodes: ['https://a', 'http://b'], ca_file: 'ca.pem' },
    'certificate authority needs https: elasticsearch.ca_file has no effect without https, and elasticsearch.nodes (environment ELASTICSEARCH.NODES) names a node with http: use https://… for all nodes, or remove the file',
  ],
])('objects to %j', (elasticsearch, fault) => {
  expect(faultsOf(elasticsearch)).toEqual([fault]);
});

it.each([
  {},
  { username: 'u', password: 'p' },
  { url: 'https://u:p@a' },
  { url: 'https://a', ca_file: 'ca.pem' },
])('finds nothing to object to in %j of Kibana', (kibana) => {
  expect(faultsIn({ kibana })).toEqual([]);
});

it.each([
  [
    { api_key: 'k', username: 'u', password: 'p' },
    'api key or user name: kibana.api_key cannot be used together with kibana.username (environment KIBANA.USERNAME): remove one of the two',
  ],
  [
    { username: 'u' },
    'user name needs password: kibana.username needs a password as well: set KIBANA_PASSWORD or kibana.password',
  ],
  [
    { url: 'https://u:p@b', api_key: 'k' },
    'credentials in the URL or beside it: kibana.url must not hold a user name and password when kibana.api_key (environment KIBANA.API_KEY) is set: remove one of the two',
  ],
  [
    { ca_file: 'ca.pem' },
    'certificate authority needs https: kibana.ca_file has no effect without https, and kibana.url (environment KIBANA.URL) begins with http: use https://…, or remove the file',
  ],
])('objects to %j of Kibana', (kibana, fault) => {
  expect(faultsIn({ kibana })).toEqual([fault]);
});
