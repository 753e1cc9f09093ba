-- Lists that read the whole of what a large seller has, or all tickets, to find a few.

-- The words of a product beside its seller: what one seller has of a word is found without reading what others
-- have of it, or what else the seller has.
create index products_words on products
  using gin ((search || array_to_tsvector(array['@' || seller_id::text]))) where is_active;
drop index products_search;
create index products_seller_category on products (seller_id, category_key, id) where is_active;

-- What staff filter tickets by beside their category.
alter table ticket_leads add column priority text, add column assignee_id bigint;
update ticket_leads l set priority = t.priority, assignee_id = t.assignee_id
  from tickets t where t.id = l.ticket_id;
alter table ticket_leads alter column priority set not null;
drop index ticket_leads_state;
create index ticket_leads_state on ticket_leads (lead, status, priority, ticket_id);
create index ticket_leads_assignee on ticket_leads (assignee_id, lead, status, ticket_id)
  where assignee_id is not null;
